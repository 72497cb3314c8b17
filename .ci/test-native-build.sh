#!/usr/bin/env bash
# Tests native-build.sh with stand-ins for Maven, compilers and container engines: .ci/test-native-build.sh
set -uo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
top=$(mktemp -d "${TMPDIR:-/tmp}/native build's XXXXXX")
trap 'rm -rf "$top"' EXIT
failures=0
checks=0

project=$top/parent/project
mkdir -p "$project/.ci" "$top/bin" "$top/graal/bin"
cp "$repository/native-build.sh" "$project/"
cp "$repository/.ci/run" "$project/.ci/"
cat >"$project/mvnw" <<'E2'
#!/usr/bin/env bash
{ printf '<%s>' "$@"; printf ' graal=%s token=%s\n' "${GRAALVM_HOME:-}" "${DATABRICKS_TOKEN:-}"; } >>"$CALLS"
case " $* " in
  *" package "*)
    [ -z "${BUILD_FAILS:-}" ] || exit 1
    mkdir -p target
    echo built >target/data-replicator-1-runner ;;
esac
E2
printf '#!/bin/sh\necho "native-image 25.0.2 stand-in"\n' >"$top/graal/bin/native-image"
chmod +x "$project/mvnw" "$top/graal/bin/native-image"
for tool in bash sh dirname basename uname cat env rm mv wc mkdir readlink head tail printf; do
  ln -s "$(command -v "$tool")" "$top/bin/$tool"
done
export CALLS=$top/calls

# run EXPECTED_STATUS ARGUMENT…; what it printed is in $text, the calls of Maven in $calls
run() {
  local expected=$1
  shift
  rm -rf "$CALLS" "$project/target"
  touch "$CALLS"
  text=$(cd "$top" && env -i HOME="$top" CALLS="$CALLS" BUILD_FAILS="${BUILD_FAILS:-}" GRAALVM_HOME="${GRAALVM_HOME:-}" \
    PATH="${path:-$top/bin}" "$@" 2>&1)
  status=$?
  calls=$(cat "$CALLS")
  checks=$((checks + 1))
  if [ "$status" -ne "$expected" ]; then
    failures=$((failures + 1))
    printf 'FAILED: %s: status %s instead of %s\n%s\n' "$*" "$status" "$expected" "$text"
  fi
}

# has NEEDLE HAYSTACK
has() {
  checks=$((checks + 1))
  case $2 in
    *"$1"*) ;;
    *)
      failures=$((failures + 1))
      printf 'FAILED: no "%s" in:\n%s\n' "$1" "$2"
      ;;
  esac
}

engine() {
  printf '#!/bin/sh\n[ "$1" = info ] && exit %s\n' "$2" >"$top/bin/$1"
  chmod +x "$top/bin/$1"
}

build=$project/native-build.sh

run 0 "$build" --help
has 'Usage: ./native-build.sh' "$text"
run 2 "$build" --no-such-option
has "unknown option '--no-such-option'" "$text"
run 2 "$build" --arch sparc
has 'amd64 or arm64' "$text"
run 2 "$build" --memory much
has 'such as 8g' "$text"

run 69 "$build"
has 'nothing to build with' "$text"
has 'GRAALVM_HOME' "$text"
checks=$((checks + 1))
[ -z "$calls" ] || { failures=$((failures + 1)); echo "FAILED: Maven was called: $calls"; }

GRAALVM_HOME=$top/nowhere run 2 "$build"
has 'has no bin/native-image' "$text"

GRAALVM_HOME=$top/graal run 0 "$build"
has '<-Pnative>' "$calls"
has "graal=$top/graal" "$calls"
has 'native-image-xmx=8g' "$calls"
[ -f "$project/target/data-replicator" ] || { failures=$((failures + 1)); echo 'FAILED: no executable'; }

GRAALVM_HOME=$top/graal run 0 "$build" --slim --memory 4g
has '<-Pslim>' "$calls"
has 'native-image-xmx=4g' "$calls"
[ -f "$project/target/data-replicator-slim" ] || { failures=$((failures + 1)); echo 'FAILED: no slim executable'; }

GRAALVM_HOME=$top/graal run 0 "$build" --mostly-static
has '-Os,-march=compatibility,--static-nolibc' "$calls"
GRAALVM_HOME=$top/graal run 69 "$build" --static
has 'musl-gcc' "$text"
BUILD_FAILS=1 GRAALVM_HOME=$top/graal run 1 "$build"

path=$top/graal/bin:$top/bin run 0 "$build"
has "graal=$top/graal" "$calls"

engine docker 1
run 69 "$build"
engine podman 0
run 0 "$build"
has 'container-runtime=podman' "$calls"
has '--platform=linux/' "$calls"
engine docker 0
GRAALVM_HOME=$top/graal run 0 "$build" --container --arch arm64
has 'container-runtime=docker' "$calls"
has '--platform=linux/arm64' "$calls"
rm "$top/bin/docker" "$top/bin/podman"

GRAALVM_HOME=$top/graal run 0 "$build" --verify
has 'token=canary-' "$calls"
has '<failsafe:integration-test>' "$calls"
has '<-Dexecutable=target/data-replicator>' "$calls"
has '<-Dbuild.canary=canary-' "$calls"

run 0 "$project/.ci/run"
has 'NEITHER BUILT NOR TESTED' "$text"
GRAALVM_HOME=$top/graal run 0 "$project/.ci/run"
has '<verify>' "$calls"
has '<-Pslim>' "$calls"
BUILD_FAILS=1 GRAALVM_HOME=$top/graal run 1 "$project/.ci/run"

printf '%s passed, %s failed\n' $((checks - failures)) "$failures"
[ "$failures" -eq 0 ]
