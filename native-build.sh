#!/usr/bin/env bash
# Builds the native executable target/data-replicator. See docs/native.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly NO_TOOLCHAIN=69
readonly BUILDER_IMAGE=${DATA_REPLICATOR_BUILDER_IMAGE:-quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25}
readonly ASSEMBLY=../shared/tools/native-image

usage() {
  cat <<'TEXT'
Usage: ./native-build.sh [OPTION]…

Builds the native executable target/data-replicator (with --slim: target/data-replicator-slim).

The compiler is, in this order: $GRAALVM_HOME, native-image on the PATH, a toolchain assembled from
../shared/tools/native-image when that folder exists, a container of the Mandrel builder image when
docker or podman works.

  --slim             without the JDBC driver: half the size, no cluster_id and no http_path
  --verify           then run the end-to-end tests against the executable (with --slim: those of the slim one)
  --container        build in a container even when a compiler is installed
  --arch ARCH        amd64 or arm64; another architecture than this machine's means --container
  --mostly-static    link everything but libc into the executable
  --static           link everything, libc (musl) too; needs musl-gcc and zlib built for it
  --memory SIZE      memory of the compiler (default 8g)
  -h, --help         this text

Exit codes: 0 built, 2 wrong usage, 69 there is nothing to build with, else the build failed.
TEXT
}

say() { printf 'native-build: %s\n' "$*" >&2; }
wrong() { say "$*"; say "see ./native-build.sh --help"; exit 2; }

slim='' verify='' container='' arch='' linking='' memory=8g
while [ $# -gt 0 ]; do
  case $1 in
    --slim) slim=1 ;;
    --verify) verify=1 ;;
    --container) container=1 ;;
    --arch) shift; arch=${1:?--arch needs amd64 or arm64} ;;
    --mostly-static) linking=--static-nolibc ;;
    --static) linking=--static,--libc=musl ;;
    --memory) shift; memory=${1:?--memory needs a size such as 8g} ;;
    -h | --help) usage; exit 0 ;;
    *) wrong "unknown option '$1'" ;;
  esac
  shift
done
case $memory in
  [1-9]*[gGmM]) ;;
  *) wrong "--memory must be a size such as 8g, found '$memory'" ;;
esac

case $(uname -m) in
  x86_64 | amd64) here=amd64 ;;
  aarch64 | arm64) here=arm64 ;;
  *) here=$(uname -m) ;;
esac
case ${arch:=$here} in
  amd64 | arm64) ;;
  *) wrong "--arch must be amd64 or arm64, found '$arch'" ;;
esac
if [ "$arch" != "$here" ] || [ "$(uname -s)" != Linux ]; then
  container=1
fi
if [ -n "$verify" ] && { [ "$arch" != "$here" ] || [ "$(uname -s)" != Linux ]; }; then
  wrong "--verify runs the executable on this machine, which is not linux/$arch"
fi

working_engine() {
  local engine
  for engine in docker podman; do
    if command -v "$engine" >/dev/null && "$engine" info >/dev/null 2>&1; then
      echo "$engine"
      return
    fi
  done
}

# Prints the home of a compiler, or nothing.
installed_compiler() {
  if [ -n "${GRAALVM_HOME:-}" ]; then
    [ -x "$GRAALVM_HOME/bin/native-image" ] || { say "GRAALVM_HOME=$GRAALVM_HOME has no bin/native-image"; return 1; }
    echo "$GRAALVM_HOME"
  elif command -v native-image >/dev/null; then
    dirname "$(dirname "$(readlink -f "$(command -v native-image)")")"
  fi
}

assembled_compiler() {
  [ -f "$ASSEMBLY/bootstrap.sh" ] && [ "$(uname -sm)" = "Linux x86_64" ] || return 0
  local home=${XDG_CACHE_HOME:-$HOME/.cache}/data-replicator/native-image
  say "assembling a compiler in $home"
  mkdir -p "$(dirname "$home")"
  MVN=$PWD/mvnw bash "$ASSEMBLY/bootstrap.sh" "$home" | tail -1 || say "the compiler could not be assembled"
}

arguments=(-B -ntp package -Pnative -DskipTests -Dspotless.check.skip=true
  "-Dquarkus.native.native-image-xmx=$memory")
target=target/data-replicator
if [ -n "$slim" ]; then
  arguments+=(-Pslim)
  target=target/data-replicator-slim
fi
if [ -n "$linking" ]; then
  # A comma separates arguments there; the first ones repeat application.properties.
  arguments+=("-Dquarkus.native.additional-build-args=-Os,-march=compatibility,$linking")
fi

compiler=''
if [ -z "$container" ]; then
  compiler=$(installed_compiler) || exit 2
  if [ -z "$compiler" ]; then
    compiler=$(assembled_compiler)
    if [ -n "$compiler" ] && [ ! -x "$compiler/bin/native-image" ]; then
      compiler=''
    fi
  fi
fi
if [ -n "$compiler" ]; then
  if [[ $linking == *musl* ]]; then
    command -v musl-gcc >/dev/null || { say "--static needs musl-gcc (Debian: musl-tools) and a zlib built with it"; exit $NO_TOOLCHAIN; }
  fi
  say "compiler: $("$compiler/bin/native-image" --version | head -1) in $compiler"
  export GRAALVM_HOME=$compiler
else
  engine=$(working_engine)
  if [ -z "$engine" ]; then
    say "nothing to build with. Do one of these:"
    say "  - install GraalVM or Mandrel for JDK 25, with gcc and zlib1g-dev, and set GRAALVM_HOME"
    say "  - install docker or podman and see that '<it> info' works; then the builder image"
    say "    $BUILDER_IMAGE is used"
    exit $NO_TOOLCHAIN
  fi
  say "compiler: $BUILDER_IMAGE in $engine, for linux/$arch"
  arguments+=(-Dquarkus.native.container-build=true
    "-Dquarkus.native.container-runtime=$engine"
    "-Dquarkus.native.builder-image=$BUILDER_IMAGE"
    "-Dquarkus.native.container-runtime-options=--platform=linux/$arch")
fi

rm -f target/*-runner
canary=''
if [ -n "$verify" ]; then
  # Whatever the build reads of these must not be in the executable; a test looks for it.
  canary=canary-$RANDOM$RANDOM$RANDOM
fi
env ${canary:+"DATABRICKS_TOKEN=$canary" "DATA_REPLICATOR_SOURCE_HOST=https://$canary.example.com"} ./mvnw "${arguments[@]}"
built=(target/*-runner)
mv "${built[0]}" "$target"
say "$target: $(($(wc -c <"$target") / 1000000)) MB"

if [ -n "$verify" ]; then
  say "end-to-end tests against $target"
  tests=(-DexcludedGroups=jvm,slim)
  if [ -n "$slim" ]; then
    tests=(-Dgroups=slim)
  fi
  ./mvnw -B -ntp failsafe:integration-test failsafe:verify "${tests[@]}" "-Dexecutable=$target" "-Dbuild.canary=$canary"
fi
