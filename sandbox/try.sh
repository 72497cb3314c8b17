#!/bin/sh
# Shows the tool at work on this machine: builds what is missing, starts two Databricks-like workspaces with sample data, replicates
# them, changes three tables, replicates again. Needs a JDK 17 or newer and nothing else.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
config=configs/cross_metastore/delta_tables_defaults.yaml
native=
all=
seed=sample

if [ "${1:-}" = "--help" ] || [ "${1:-}" = "-h" ]; then
  echo "usage: sandbox/try.sh [--all] [--native]"
  echo "Replicates sample data between two local sandbox workspaces, twice, and shows what happened."
  echo "--all runs the sample configurations of streaming tables, external tables, volumes and a single metastore instead."
  echo "--native takes the executable that ./native-build.sh made."
  exit 0
fi
for argument; do
  case $argument in
    --native) native=1 ;;
    --all) all=1 ;;
    *)
      echo "try.sh: unknown argument: $argument (see --help)" >&2
      exit 2
      ;;
  esac
done

if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java="$JAVA_HOME/bin/java"
else
  java=$(command -v java) || { echo "try.sh: no java found; install a JDK 17 or set JAVA_HOME" >&2; exit 1; }
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/data-replicator-try.XXXXXX")
sandbox_pid=
cleanup() {
  status=$?
  trap - EXIT INT TERM
  if [ -n "$sandbox_pid" ]; then
    kill "$sandbox_pid" 2>/dev/null || true
    wait "$sandbox_pid" 2>/dev/null || true
  fi
  rm -rf "$work"
  exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() { printf '\n== %s\n\n' "$*"; }
fail() { echo "try.sh: $*" >&2; exit 1; }

app="$root/target/quarkus-app/quarkus-run.jar"
if [ -n "$native" ]; then
  [ -x "$root/target/data-replicator" ] || fail "target/data-replicator is missing: run ./native-build.sh"
elif [ ! -f "$app" ] || [ -n "$(find "$root/src/main" "$root/pom.xml" -newer "$app" 2>/dev/null | head -n 1)" ]; then
  echo "Building data-replicator (the first time this downloads its dependencies) …"
  "${MVN:-$root/mvnw}" -q -B -f "$root/pom.xml" -DskipTests -DskipITs -Dskip.sandbox=true package ||
    fail "the build failed"
fi

# start [OPTION]…: two workspaces, and how to reach them
start() {
  # What an earlier sandbox wrote must not be taken for what this one says.
  rm -f "$work/sandbox.out"
  # Code that runs for minutes does not earn back what optimizing it costs. Size is the first tour's subject only.
  SANDBOX_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m ${all:+-Dsandbox.sample.rows=20000} ${SANDBOX_JAVA_OPTS:-}" \
    "$here/run.sh" --source-port 0 --target-port 0 --data "$work/data-$seed" --seed "$seed" "$@" \
    >"$work/sandbox.out" 2>"$work/sandbox.err" &
  sandbox_pid=$!
  while ! grep -q '^READY$' "$work/sandbox.out" 2>/dev/null; do
    if ! kill -0 "$sandbox_pid" 2>/dev/null; then
      cat "$work/sandbox.err" >&2
      fail "the sandbox did not start"
    fi
    sleep 0.3
  done
  SOURCE_HOST=$(value SOURCE_HOST)
  TARGET_HOST=$(value TARGET_HOST)
  DATA_REPLICATOR_SOURCE_TOKEN=$(value SOURCE_TOKEN)
  DATA_REPLICATOR_TARGET_TOKEN=$(value TARGET_TOKEN)
  DATA_REPLICATOR_SOURCE_WAREHOUSE_ID=$(value SOURCE_WAREHOUSE_ID)
  DATA_REPLICATOR_TARGET_WAREHOUSE_ID=$(value TARGET_WAREHOUSE_ID)
  export DATA_REPLICATOR_SOURCE_TOKEN DATA_REPLICATOR_TARGET_TOKEN
  export DATA_REPLICATOR_SOURCE_WAREHOUSE_ID DATA_REPLICATOR_TARGET_WAREHOUSE_ID
}
value() { sed -n "s/^$1=//p" "$work/sandbox.out"; }

sandbox_java() {
  "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$here/target/data-replicator-sandbox.jar:$here/target/lib/*" "$@"
}
# source_sql STATEMENT…, target_sql STATEMENT…: one after the other
source_sql() {
  TOKEN=$DATA_REPLICATOR_SOURCE_TOKEN sandbox_java io.datareplicator.sandbox.tools.SqlClient \
    "$SOURCE_HOST" "$DATA_REPLICATOR_SOURCE_WAREHOUSE_ID" "$@"
}
target_sql() {
  TOKEN=$DATA_REPLICATOR_TARGET_TOKEN sandbox_java io.datareplicator.sandbox.tools.SqlClient \
    "$TARGET_HOST" "$DATA_REPLICATOR_TARGET_WAREHOUSE_ID" "$@"
}
# generate VOLUME_PATH COUNT: sample files in a volume of the source
generate() {
  sandbox_java io.datareplicator.sandbox.tools.ControlClient "$SOURCE_HOST" files/generate \
    "{\"path\": \"$1\", \"count\": $2, \"sizes\": [0, 17, 4096, 70000], \"directories\": 3, \"hostile\": true}"
}

tool() {
  if [ -n "$native" ]; then target/data-replicator "$@"; else "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$app" "$@"; fi
}

expected=0
# replicate RUN_ID CONFIG [OPTION]…: a run that ends with exit code $expected
replicate() {
  run=$1
  shift
  echo "\$ data-replicator $* --source-host $SOURCE_HOST --target-host $TARGET_HOST --run-id $run"
  echo
  status=0
  (cd "$root" && tool "$@" --source-host "$SOURCE_HOST" --target-host "$TARGET_HOST" \
    --run-id "$run" --state-dir "$work/state") 2>"$work/$run.log" || status=$?
  if [ "$status" -ne "$expected" ]; then
    tail -n 20 "$work/$run.log" >&2
    fail "the run ended with exit code $status"
  fi
}

if [ -n "$all" ]; then
  . "$here/try-all.sh"
  exit 0
fi

echo "Starting two sandbox workspaces with sample data (the first time this builds them) …"
start

say "The source: sample data of a small retailer"
source_sql "SELECT table_catalog, table_schema, count(*) AS tables FROM system.information_schema.tables
  WHERE table_schema NOT IN ('information_schema', 'default') GROUP BY ALL ORDER BY ALL"

say "First run: everything is new"
replicate try-1 "$config"

say "Its audit rows, by object type"
audit=replication_audit.audit.audit_logging
target_sql "SELECT operation_type, catalog_name, object_type, status, count(*) AS objects,
  round(sum(duration_seconds), 1) AS seconds FROM $audit
  WHERE run_id = 'try-1' GROUP BY ALL ORDER BY operation_type, catalog_name, object_type, status"

say "Rows are added to three tables at the source"
source_sql "INSERT INTO retail.sales.orders VALUES
  (900001, 17, DATE'2026-01-03', 'new', 12.50, current_timestamp()), (900002, 18, DATE'2026-01-03', 'new', 99.00, current_timestamp())" \
  "INSERT INTO retail.sales.order_items SELECT 2000000 + id, 900001, CAST(id AS INT), 1, 1.25 FROM range(10)" \
  'INSERT INTO `retail-ops`.`select`.`back``tick` SELECT id FROM range(100, 120)'

say "Second run: only what changed"
replicate try-2 "$config"

say "What it cloned, and how much moved"
target_sql "SELECT catalog_name, schema_name, object_name, get_json_object(details, '\$.reason') AS reason,
  get_json_object(details, '\$.metrics.source_num_of_files') AS source_files,
  get_json_object(details, '\$.metrics.num_copied_files') AS files_copied,
  get_json_object(details, '\$.metrics.source_table_size') AS source_bytes,
  get_json_object(details, '\$.metrics.copied_files_size') AS bytes_copied
  FROM $audit WHERE run_id = 'try-2' AND operation_type = 'replication' AND status = 'success'
  ORDER BY catalog_name, schema_name, object_name" | tee "$work/cloned"

cloned=$(awk 'NR > 1 {print $1 "." $2 "." $3}' "$work/cloned")
expected='retail.sales.order_items
retail.sales.orders
retail-ops.select.back`tick'
[ "$(echo "$cloned" | sort)" = "$(echo "$expected" | sort)" ] ||
  fail "expected exactly the three changed tables to be cloned, got: $cloned"

say "Both sides agree"
target_sql "SELECT (SELECT count(*) FROM (SELECT * FROM retail_from_primary_shared.sales.order_items
    EXCEPT ALL SELECT * FROM retail.sales.order_items)) AS missing_at_target,
  (SELECT count(*) FROM (SELECT * FROM retail.sales.order_items
    EXCEPT ALL SELECT * FROM retail_from_primary_shared.sales.order_items)) AS missing_at_source,
  (SELECT count(*) FROM retail.sales.order_items) AS rows" | tee "$work/compared"
awk 'NR == 2 && $1 == 0 && $2 == 0 {ok = 1} END {exit !ok}' "$work/compared" ||
  fail "order_items differs between source and target"

say "Done"
echo "Next: put your own workspaces into configs/environments.yaml, see README.md."
