#!/usr/bin/env bash
# Builds what a release consists of, into target/release:
#
#   data-replicator-<version>-linux-<arch>.tar.gz   executable, completion script, man pages, licence, README
#   data-replicator-<version>-jvm.zip               the same for any machine with Java 17 or newer
#   data-replicator-<version>.cdx.json              SBOM of both (CycloneDX)
#   SHA256SUMS                                      sha256sum -c SHA256SUMS
#
# All times are those of the commit, or of SOURCE_DATE_EPOCH, and the same files give the same archives.
# Of two builds of one commit only quarkus/generated-bytecode.jar differs: Quarkus numbers what it generates
# there in the order in which its parallel build steps end.
#
# Usage: deploy/release.sh [--jvm-only] [--allow-dirty] [--no-build]
#   --jvm-only     no native executable, hence no native toolchain
#   --allow-dirty  also with changes that are not committed
#   --no-build     pack what is in target already
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$root/target
release=$target/release

usage() {
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "${BASH_SOURCE[0]}"
}

fail() {
  echo "release: $*" >&2
  exit 1
}

tool() { # NAME: that of JAVA_HOME first
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/$1" ]; then
    echo "$JAVA_HOME/bin/$1"
  else
    command -v "$1" || fail "$1 is neither in JAVA_HOME nor in PATH"
  fi
}

project_version() {
  local version
  version=$(sed -n '/<artifactId>data-replicator<\/artifactId>/{n;s/.*<version>\(.*\)<\/version>.*/\1/p;}' "$root/pom.xml")
  [ -n "$version" ] || fail "no version in pom.xml"
  echo "$version"
}

require_clean() {
  local changes
  changes=$(git -C "$root" status --porcelain) || fail "not a git checkout; --allow-dirty releases it nevertheless"
  [ -z "$changes" ] || fail "the working tree has changes; commit them, or use --allow-dirty:
$changes"
}

require_file() {
  [ -s "$1" ] || fail "${1#"$root"/} is missing; build it, or leave out --no-build"
}

# The completion script of the very program that is packed.
completion() { # FILE COMMAND...
  local file=$1
  shift
  mkdir -p "$(dirname "$file")"
  "$@" generate-completion > "$file"
  bash -n "$file" || fail "the completion script has errors"
}

# groff warns, and ends with 0, about a page that a reader would see mangled.
lint_manual() {
  local page warnings
  if ! command -v groff > /dev/null; then
    echo "release: groff is not installed; the man pages are not checked" >&2
    return
  fi
  for page in "$target"/man/*.1; do
    warnings=$(groff -t -man -ww -z -Tutf8 "$page" 2>&1) || fail "${page##*/}: $warnings"
    [ -z "$warnings" ] || fail "${page##*/}: $warnings"
  done
}

documents() { # DIRECTORY
  install -m 0644 "$root/LICENSE" "$root/README.md" "$1/"
  mkdir -p "$1/man/man1"
  install -m 0644 "$target"/man/*.1 "$1/man/man1/"
}

check_version() { # VERSION COMMAND...
  local version=$1 said
  shift
  said=$("$@" --version)
  [ "$said" = "data-replicator $version" ] || fail "$1 says '$said', pom.xml says $version"
}

pack_native() { # VERSION
  local name=data-replicator-$1
  local stage=$release/stage/$name
  mkdir -p "$stage"
  install -m 0755 "$target/data-replicator" "$stage/data-replicator"
  check_version "$1" "$stage/data-replicator"
  documents "$stage"
  completion "$stage/completion/data-replicator.bash" "$stage/data-replicator"
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u+rw,go-w,a+rX \
    --format=ustar -C "$release/stage" -cf - "$name" | gzip -9 -n > "$release/$name-linux-$(uname -m).tar.gz"
}

pack_jvm() { # VERSION
  local name=data-replicator-$1-jvm
  local stage=$release/stage/$name
  mkdir -p "$stage"
  cp -R "$target/quarkus-app" "$stage/quarkus-app"
  check_version "$1" "$(tool java)" -jar "$stage/quarkus-app/quarkus-run.jar"
  documents "$stage"
  completion "$stage/completion/data-replicator.bash" "$(tool java)" -jar "$stage/quarkus-app/quarkus-run.jar"
  # jar, because every JDK has it and it can set the time of the entries.
  (cd "$release/stage" && find "$name" -type f | LC_ALL=C sort > "$release/stage/files" \
    && "$(tool jar)" --create --file "$release/$name.zip" --no-manifest \
      --date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" "@$release/stage/files")
}

pack_sbom() { # VERSION
  local time
  time=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
  grep -q '"bomFormat" *: *"CycloneDX"' "$target/sbom.cdx.json" || fail "target/sbom.cdx.json is no CycloneDX document"
  sed -E '0,/"timestamp" *:/s/("timestamp" *: *")[^"]*/\1'"$time"'/' "$target/sbom.cdx.json" \
    > "$release/data-replicator-$1.cdx.json"
}

checksums() {
  (cd "$release" && LC_ALL=C sha256sum -- data-replicator-* > SHA256SUMS && sha256sum --check --quiet SHA256SUMS)
}

main() {
  local native=true build=true clean=true version
  for option in "$@"; do
    case $option in
      --jvm-only) native=false ;;
      --allow-dirty) clean=false ;;
      --no-build) build=false ;;
      -h | --help) usage; exit 0 ;;
      *) echo "release: unknown option $option" >&2; usage >&2; exit 2 ;;
    esac
  done
  if $clean; then
    require_clean
  fi
  version=$(project_version)
  if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct) || fail "set SOURCE_DATE_EPOCH outside of git"
  fi
  export SOURCE_DATE_EPOCH
  rm -rf "$release"
  mkdir -p "$release/stage"

  if $build; then
    if $native; then
      [ -x "$root/native-build.sh" ] || fail "native-build.sh is missing; --jvm-only does without"
      "$root/native-build.sh"
    fi
    # After the native build, which may leave another kind of package behind.
    "$root/mvnw" -B -f "$root/pom.xml" package -Prelease -DskipTests -DskipITs -Dskip.sandbox=true
  fi

  require_file "$target/man/data-replicator.1"
  lint_manual
  require_file "$target/sbom.cdx.json"
  require_file "$target/quarkus-app/quarkus-run.jar"
  if $native; then
    require_file "$target/data-replicator"
    pack_native "$version"
  fi
  pack_jvm "$version"
  pack_sbom "$version"
  rm -rf "$release/stage"
  checksums
  echo "$release:"
  cat "$release/SHA256SUMS"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  main "$@"
fi
