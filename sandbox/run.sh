#!/bin/sh
# Starts the sandbox: two Databricks-like workspaces on this machine. See --help.
# Connection lines and READY go to standard output, everything else to standard error.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
jar="$here/target/data-replicator-sandbox.jar"

if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java="$JAVA_HOME/bin/java"
else
  java=$(command -v java) || { echo "run.sh: no java found; install a JDK 17 or set JAVA_HOME" >&2; exit 1; }
fi

stale() {
  [ ! -f "$jar" ] || [ ! -d "$here/target/lib" ] ||
    [ -n "$(find "$here/src/main" "$here/pom.xml" -newer "$jar" 2>/dev/null | head -n 1)" ]
}

if stale; then
  echo "run.sh: building the sandbox" >&2
  if [ -n "${MVN:-}" ]; then maven=$MVN; else maven="$here/../mvnw"; fi
  "$maven" -q -B -f "$here/pom.xml" -DskipTests package >&2
fi

# Spark reads private fields of these packages.
opens=""
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens="$opens --add-opens=java.base/$package=ALL-UNNAMED"
done

# SANDBOX_JAVA_OPTS and the generated flags are lists of words on purpose.
# shellcheck disable=SC2086
exec "$java" -Xmx2g -XX:+UseSerialGC -Duser.timezone=UTC $opens \
  "-Dspark.sql.warehouse.dir=$here/target/spark-warehouse" ${SANDBOX_JAVA_OPTS:-} \
  -cp "$jar:$here/target/lib/*" io.datareplicator.sandbox.Main "$@"
