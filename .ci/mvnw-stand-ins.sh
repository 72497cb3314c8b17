# shellcheck shell=bash disable=SC2034,SC2154
# Checks, stand-ins for Maven, curl, wget and java, and a project of its own per scenario.
# Sourced by test-mvnw.sh, which sets top, repository, shell, real_java and real_jar.

passed=0
failed=0

pass() { passed=$((passed + 1)); }

miss() {
  failed=$((failed + 1))
  printf 'FAILED: %s: %s\n' "$scenario" "$1"
  sed 's/^/    out: /' "$out"
  sed 's/^/    err: /' "$err"
}

expect_status() { if [ "$status" -eq "$1" ]; then pass; else miss "exit code $status, not $1"; fi; }
expect_out() { if [ "$(cat "$out")" = "$1" ]; then pass; else miss "standard output is not: $1"; fi; }
expect_err() { if grep -qF -- "$1" "$err"; then pass; else miss "standard error lacks: $1"; fi; }
expect_line() { if grep -qxF -- "$2" "$1"; then pass; else miss "$(basename "$1") lacks: $2"; fi; }
expect_no_line() { if grep -qF -- "$2" "$1"; then miss "$(basename "$1") has: $2"; else pass; fi; }
expect_no_file() { if [ -e "$1" ]; then miss "$1 exists"; else pass; fi; }

in_cache() { (cd "$home/.m2/wrapper/dists/apache-maven-$version" 2>/dev/null && echo *); }
cache_is_empty() { [ "$(in_cache)" = '*' ]; }

expect_cached() {
  local found
  found=$(in_cache)
  if [ "$found" = "$1" ]; then pass; else miss "the cache holds '$found', not '$1'"; fi
}

# Waits until a command succeeds, a minute at most; what comes next tells whether it did.
wait_until() {
  local tries=600
  while [ "$tries" -gt 0 ] && ! "$@"; do
    tries=$((tries - 1))
    sleep 0.1
  done
}

# Writes a stand-in to the file $1 from standard input.
command_file() {
  mkdir -p "$(dirname "$1")"
  { echo '#!/bin/sh'; cat; } >"$1"
  chmod +x "$1"
}

# A Maven of version $2 at $1 that records what it is asked and, asked to copy the distribution,
# copies $archive if that is there.
fake_maven() {
  command_file "$1" <<SH
if [ "\$1" = -version ]; then
  if [ -n "\${MAVEN_OPTS:-}" ]; then exit 1; fi
  printf 'Picked up JAVA_TOOL_OPTIONS: -Da=1\n' >&2
  printf '\033[1mApache Maven %s\033[m (1234abcd)\nMaven home: /x\nJava version: 17.0.1\n' '$2'
  exit
fi
printf '%s\n' "\$@" >>'$(quoted "$asked")'
for argument; do
  case \$argument in
    -DoutputDirectory=*)
      if cp '$(quoted "$archive")' "\${argument#*=}/apache-maven-$version-bin.zip"; then exit; fi
      echo '[ERROR] Could not transfer artifact: unknown host'
      exit 1
      ;;
  esac
done
echo "Maven $2"
printf '<%s>\n' "\$@"
echo "opts=\${MAVEN_OPTS:-} version=\${version:-}"
cat
exit "\${FAKE_EXIT:-0}"
SH
}

quoted() { printf '%s' "$1" | sed "s/'/'\\\\''/g"; }

# A curl or wget, named $1, that records the addresses and serves $archive for those that match $2.
fake_downloader() {
  command_file "$bin/$1" <<SH
while [ \$# -gt 1 ]; do
  case \$1 in -o | -O) file=\$2 ;; esac
  shift
done
echo "$1 \$1" >>'$(quoted "$asked")'
case \$1 in
  $2) cp '$(quoted "$archive")' "\$file" ;;
  *) echo "$1: (6) Could not resolve host" >&2; exit 6 ;;
esac
SH
}

version=3.9.99
# The distribution: a Maven of $version that behaves like the other stand-ins.
make_archive() {
  local staging=$top/staging
  archive=$top/distribution.zip asked=$top/asked-of-distribution
  fake_maven "$staging/apache-maven-$version/bin/mvn" "$version"
  chmod -x "$staging/apache-maven-$version/bin/mvn"
  "$real_jar" --create --no-manifest --file "$archive" -C "$staging" . || exit 2
  sha512=$(sha512sum "$archive" | cut -c 1-128)
}

# A project, a home and a PATH of its own for the scenario $1. The PATH has java and coreutils only.
scenario() {
  scenario=$1
  work=$top/$1
  project="$work/project dir"
  home=$work/home
  bin=$work/bin
  out=$work/out
  err=$work/err
  asked=$work/asked
  archive=$top/distribution.zip
  settings=()
  mkdir -p "$project/.mvn" "$home" "$bin"
  touch "$asked"
  cp "$repository/mvnw" "$project/"
  cp "$repository/.mvn/MavenInstaller.java" "$project/.mvn/"
  printf '%s\n' '# a comment' "version=$version" "sha512=$sha512" minimum=3.9 java=17 \
    >"$project/.mvn/maven.properties"
  local tool
  for tool in cat chmod cp dirname mkdir mktemp mv readlink rm sleep tail touch tr; do
    ln -s "$(command -v $tool)" "$bin/$tool"
  done
  fake_java "$bin/java"
}

fake_java() {
  command_file "$1" <<SH
exec '$(quoted "$real_java")' "\$@"
SH
}

# Runs $mvnw or the project's mvnw with the scenario's PATH, home and settings.
mvnw() {
  # An expansion of an empty array is an error in older versions of bash.
  env -i PATH="$bin" HOME="$home" MAVEN_SKIP_RC="${skip_rc-1}" ${settings[@]+"${settings[@]}"} \
    ${shell[@]+"${shell[@]}"} "${command:-$project/mvnw}" "$@" >"$out" 2>"$err" <<<"${input:-}"
  status=$?
}

ran() { printf 'Maven %s\n' "$1"; shift; printf '<%s>\n' "$@"; echo 'opts= version='; }
