# shellcheck shell=sh disable=SC2154
# Part of try.sh --all: runs the samples of configs/ one after the other on workspaces that hold what each of them expects.
# Comparisons stand by themselves, so the other samples leave them out with --operation.

# same QUERY…: each query has the same one row on both sides
same() {
  source_sql "$@" >"$work/here"
  target_sql "$@" >"$work/there"
  [ "$(wc -l <"$work/here")" -eq $(($# * 2)) ] || fail "not one row each to compare: $*"
  diff "$work/here" "$work/there" >&2 || fail "source and target differ: $*"
  for query; do echo "Both sides agree: $query"; done
}

# one QUERY: the only value of its answer
one() { sed -n '2s/^ *//p'; }

seed=all
echo "Starting two sandbox workspaces with tables of every kind (the first time this builds them) …"
start

say "configs/cross_metastore/streaming_tables_defaults.yaml: streaming tables of both kinds"
replicate streaming-defaults configs/cross_metastore/streaming_tables_defaults.yaml \
  --target-catalogs telemetry --target-schemas bronze,silver --operation backup,replication
same "SELECT count(*), sum(value) FROM telemetry.bronze.readings" \
  "SELECT count(*), max(text) FROM telemetry.bronze.alarms" \
  "SELECT count(*) FROM telemetry.silver.alarms_open"

say "configs/cross_metastore/streaming_tables_custom.yaml: the same over shares that are there already"
p=$(source_sql "SELECT replace(table_name, '_readings_1', '') FROM telemetry.information_schema.tables
  WHERE table_schema = 'bronze' AND table_name LIKE '%\\\\_readings\\\\_1'" | one)
[ -n "$p" ] || fail "the backing table of telemetry.bronze.readings was not found"
source_sql \
  "CREATE SHARE telemetry_share" "ALTER SHARE telemetry_share ADD SCHEMA telemetry.bronze" \
  "CREATE CATALOG telemetry_backing" "CREATE SCHEMA telemetry_backing.bronze" \
  "CREATE SHARE telemetry_backing_share" "ALTER SHARE telemetry_backing_share ADD SCHEMA telemetry_backing.bronze" \
  "CREATE SHARE telemetry_dpm_share" \
  "ALTER SHARE telemetry_dpm_share ADD TABLE telemetry.bronze.${p}_readings_1 AS bronze.readings WITH HISTORY" \
  "ALTER SHARE telemetry_dpm_share ADD TABLE telemetry.bronze.${p}_devices_1 AS bronze.devices WITH HISTORY" \
  "GRANT SELECT ON SHARE telemetry_share TO RECIPIENT standby_recipient" \
  "GRANT SELECT ON SHARE telemetry_backing_share TO RECIPIENT standby_recipient" \
  "GRANT SELECT ON SHARE telemetry_dpm_share TO RECIPIENT standby_recipient" \
  "INSERT INTO telemetry.feeds.readings VALUES (1, TIMESTAMP'2026-02-01 00:00:00', 99.5)" \
  "REFRESH STREAMING TABLE telemetry.bronze.readings" >/dev/null
provider=$(target_sql "SELECT provider_name FROM system.information_schema.providers" | one)
set --
for name in telemetry telemetry_backing telemetry_dpm; do
  set -- "$@" "CREATE CATALOG ${name}_shared USING SHARE \`$provider\`.${name}_share"
done
target_sql "$@" >/dev/null
replicate streaming-custom configs/cross_metastore/streaming_tables_custom.yaml --operation backup,replication
same "SELECT count(*), sum(value) FROM telemetry.bronze.readings"

say "configs/cross_metastore/all_tables_defaults.yaml: tables of every kind"
replicate all-tables configs/cross_metastore/all_tables_defaults.yaml \
  --target-catalogs telemetry --operation backup,replication
same "SELECT count(*) FROM telemetry.feeds.devices"

say "configs/cross_metastore/recon_tables_defaults.yaml: is the copy the copy?"
replicate recon-equal configs/cross_metastore/recon_tables_defaults.yaml --target-catalogs telemetry --operation reconciliation

say "The same after a row of the target was changed behind its back: exit code 4, and the row"
target_sql "UPDATE telemetry.feeds.devices SET model = 'changed' WHERE device = 1" >/dev/null
expected=4
replicate recon-different configs/cross_metastore/recon_tables_defaults.yaml --target-catalogs telemetry \
  --target-schemas feeds --operation reconciliation
expected=0
target_sql "SELECT target_table, issue_type, data FROM replication_audit.audit.recon_missing_data WHERE run_id = 'recon-different' ORDER BY issue_type" |
  tee "$work/differences"
[ "$(wc -l <"$work/differences")" -eq 3 ] || fail "expected the changed row of both sides"

say "configs/cross_metastore/delta_tables_custom.yaml: managed and external tables over shares that are there already"
for catalog in retail retail-ops; do
  set -- "CREATE SHARE \`${catalog}_share\`"
  for schema in $(source_sql "SELECT schema_name FROM \`$catalog\`.information_schema.schemata
      WHERE schema_name NOT IN ('information_schema', 'default')" | sed 1d); do
    set -- "$@" "ALTER SHARE \`${catalog}_share\` ADD SCHEMA \`$catalog\`.\`$schema\`"
  done
  source_sql "$@" "GRANT SELECT ON SHARE \`${catalog}_share\` TO RECIPIENT standby_recipient" >/dev/null
  target_sql "CREATE CATALOG \`${catalog}_of_primary\` USING SHARE \`$provider\`.\`${catalog}_share\`" \
    "CREATE CATALOG \`$catalog\`" >/dev/null
done
replicate delta-custom configs/cross_metastore/delta_tables_custom.yaml --operation backup,replication
same "SELECT count(*), sum(total) FROM retail.sales.sales_archive" \
  "SELECT count(*), sum(amount) FROM \`retail-ops\`.finance.ledger_archive"
target_sql "SELECT table_schema, table_name, table_type, storage_path FROM system.information_schema.tables
  WHERE table_type = 'EXTERNAL' AND table_catalog LIKE 'retail%' ORDER BY ALL"

say "configs/cross_metastore/volume_defaults.yaml: files of volumes, twice"
source_sql "CREATE SCHEMA retail.landing" "CREATE VOLUME retail.landing.invoices" >/dev/null
generate /Volumes/retail/landing/invoices 60
replicate volumes-1 configs/cross_metastore/volume_defaults.yaml --target-catalogs retail --target-schemas landing
replicate volumes-2 configs/cross_metastore/volume_defaults.yaml --target-catalogs retail --target-schemas landing
set -- $(target_sql "SELECT count_if(run_id = 'volumes-1' AND status = 'success') AS copied, count_if(run_id = 'volumes-2') AS again
  FROM replication_audit.audit.detail_file_ingestion_logging" | sed 1d)
files=$1
again=$2
[ "$files" -gt 60 ] || fail "the ingestion log has $files rows for 60 files and those with odd names"
[ "$again" = 0 ] || fail "$again files were copied a second time"
echo "Files in the ingestion log: $files; copied again by the second run: $again"

kill "$sandbox_pid" && wait "$sandbox_pid" || true
say "configs/single_metastore/delta_tables_custom.yaml: two workspaces of one metastore, nothing is shared"
rm -rf "$work/data-$seed"
start --shared-metastore
replicate one-delta configs/single_metastore/delta_tables_custom.yaml --operation replication
target_sql "SELECT (SELECT sum(total) FROM retail.sales.orders) AS original, (SELECT sum(total) FROM retail_copy.sales.orders) AS copy" |
  tee "$work/compared"
awk 'NR == 2 && $1 == $2 {ok = 1} END {exit !ok}' "$work/compared" || fail "retail_copy.sales.orders differs from its original"

say "configs/single_metastore/streaming_tables_custom.yaml: streaming tables within one metastore"
replicate one-streaming configs/single_metastore/streaming_tables_custom.yaml --operation backup,replication
target_sql "SELECT (SELECT count(*) FROM telemetry.bronze.alarms) AS original, (SELECT count(*) FROM telemetry_copy.bronze.alarms) AS copy" |
  tee "$work/compared"
awk 'NR == 2 && $1 == $2 && $1 > 0 {ok = 1} END {exit !ok}' "$work/compared" || fail "telemetry_copy.bronze.alarms differs from its original"

say "Done"
