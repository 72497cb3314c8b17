#!/usr/bin/env bash
# Tests mvnw with stand-ins for Maven, curl and wget: .ci/test-mvnw.sh. Needs a JDK, no network.
# MVNW_SHELL is another shell to run mvnw with, by its path: MVNW_SHELL="/bin/busybox sh".
set -uo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
read -r -a shell <<<"${MVNW_SHELL:-}"
real_java=$(command -v java) || { echo "no java on PATH" >&2; exit 2; }
if [ -n "${JAVA_HOME:-}" ]; then real_java=$JAVA_HOME/bin/java; fi
real_jar=$(dirname "$(readlink -f "$real_java")")/jar

# Every path that mvnw meets has a space and an apostrophe in it.
top=$(mktemp -d "${TMPDIR:-/tmp}/mvnw test's XXXXXX")
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$top"' EXIT
# shellcheck source=.ci/mvnw-stand-ins.sh
. "$repository/.ci/mvnw-stand-ins.sh"

make_archive
cached=${sha512:0:16}

scenario "an installed Maven is run as it is"
fake_maven "$bin/mvn" 3.9.4
settings=(FAKE_EXIT=7 MAVEN_OPTS=-Xmx1g version=mine)
input="from standard input"
# shellcheck disable=SC2016
mvnw -Dx='a  b' "it's" '' '*' '"q"' '$HOME' 'back\slash' 'ünï'
unset input
expect_status 7
expect_out "Maven 3.9.4
<-Dx=a  b>
<it's>
<>
<*>
<\"q\">
<\$HOME>
<back\\slash>
<ünï>
opts=-Xmx1g version=mine
from standard input"
expect_no_file "$home/.m2"

for suitable in 3.9.0 3.9.0-SNAPSHOT 3.10.1 3.9; do
  scenario "version $suitable suits"
  fake_maven "$bin/mvn" $suitable
  mvnw verify
  expect_status 0
  expect_out "$(ran $suitable verify)"
done

for unsuitable in 3.8.7 3.0 2.2.1 4.0.0-rc-4 4.1.0 31.9.0; do
  scenario "version $unsuitable does not suit and fetches the pinned one"
  fake_maven "$bin/mvn" $unsuitable
  mvnw verify
  expect_status 0
  expect_out "$(ran $version verify)"
  expect_line "$asked" "-Dartifact=org.apache.maven:apache-maven:$version:zip:bin"
  expect_cached "$cached"
done

scenario "MAVEN_HOME comes before PATH"
fake_maven "$bin/mvn" 3.9.4
fake_maven "$work/other maven/bin/mvn" 3.9.5
settings=(MAVEN_HOME="$work/other maven")
mvnw verify
expect_out "$(ran 3.9.5 verify)"

scenario "M2_HOME too, and a MAVEN_HOME without Maven is passed over"
fake_maven "$work/other maven/bin/mvn" 3.9.6
settings=(MAVEN_HOME="$work/nothing" M2_HOME="$work/other maven")
mvnw verify
expect_out "$(ran 3.9.6 verify)"

scenario "an older Maven is told which repository to use and nothing else"
fake_maven "$bin/mvn" 3.6.3
mvnw -s 'my settings.xml' clean -Dmaven.repo.local="$work/a repo" -P x -gs global.xml verify -o
expect_status 0
expect_line "$asked" "my settings.xml"
expect_line "$asked" "-Dmaven.repo.local=$work/a repo"
expect_line "$asked" "global.xml"
for other in clean verify -P -o; do
  if grep -qx -- "$other" "$asked"; then miss "the older Maven was given $other"; else pass; fi
done
expect_line "$out" "<clean>"

scenario "a cached Maven is used without asking anyone"
fake_maven "$bin/mvn" 3.8.7
mvnw validate
rm "$bin/mvn"
: >"$asked"
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"
expect_no_line "$asked" a

scenario "another checksum is another Maven"
fake_downloader curl '*'
mvnw validate
sed -i "s/^sha512=.*/sha512=$(printf '%0128d' 0)/" "$project/.mvn/maven.properties"
mvnw verify
expect_status 1
expect_out ""

scenario "without Maven, curl downloads from Apache"
fake_downloader curl 'https://dlcdn.apache.org/*'
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"
expect_line "$asked" \
  "curl https://dlcdn.apache.org/maven/maven-3/$version/binaries/apache-maven-$version-bin.zip"
expect_no_line "$asked" archive.apache.org
expect_cached "$cached"

scenario "the archive has what the mirrors no longer have"
fake_downloader curl 'https://archive.apache.org/dist/*'
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"

scenario "wget does where there is no curl"
fake_downloader wget '*'
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"

scenario "MVNW_REPOURL takes the place of Apache"
fake_downloader curl 'https://mirror.example/maven/org/apache/maven/apache-maven/*'
settings=(MVNW_REPOURL=https://mirror.example/maven/)
mvnw verify
expect_status 0
expect_no_line "$asked" dlcdn

scenario "an older Maven that cannot fetch is followed by a download"
fake_maven "$bin/mvn" 3.8.7
sed -i "s/if cp /if false \&\& cp /" "$bin/mvn"
fake_downloader curl '*'
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"

scenario "the JDK downloads where there is neither curl nor wget"
cat >"$work/Server.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

class Server {
  public static void main(String[] args) throws Exception {
    byte[] archive = Files.readAllBytes(Path.of(args[0]));
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      boolean found = exchange.getRequestURI().getPath().startsWith("/repo/org/apache/maven/");
      exchange.sendResponseHeaders(found ? 200 : 404, found ? archive.length : -1);
      if (found) {
        exchange.getResponseBody().write(archive);
      }
      exchange.close();
    });
    server.start();
    System.out.println(server.getAddress().getPort());
  }
}
JAVA
"$real_java" "$work/Server.java" "$archive" >"$work/port" &
server=$!
wait_until test -s "$work/port"
settings=(MVNW_REPOURL="http://127.0.0.1:$(cat "$work/port")/repo")
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"
expect_cached "$cached"
rm -rf "$home/.m2"
settings=(MVNW_REPOURL="http://127.0.0.1:$(cat "$work/port")/wrong")
mvnw verify
expect_status 1
expect_err "HTTP status 404"
kill "$server"
wait "$server" 2>/dev/null
server=
mvnw verify
expect_status 1
expect_err "ConnectException"
settings=(MVNW_REPOURL="not an address")
mvnw verify
expect_status 1
expect_err "not an address"
expect_no_line "$err" "at java"

scenario "a wrong checksum is an error and leaves nothing"
archive=$work/tampered.zip
cp "$top/distribution.zip" "$archive"
echo x >>"$archive"
fake_downloader curl '*'
mvnw verify
expect_status 1
expect_out ""
expect_err "SHA-512 of apache-maven-$version-bin.zip is $(sha512sum "$archive" | cut -c 1-128)"
expect_err "expected $sha512"
expect_cached '*'

scenario "a wrong checksum from an older Maven is one too"
archive=$work/tampered.zip
echo 'not a zip' >"$archive"
fake_maven "$bin/mvn" 3.8.7
mvnw verify
expect_status 1
expect_err "expected $sha512"
expect_cached '*'

scenario "an archive with a path out of itself is refused"
cat >"$work/EvilZip.java" <<'JAVA'
class EvilZip {
  public static void main(String[] args) throws Exception {
    try (var zip = new java.util.zip.ZipOutputStream(new java.io.FileOutputStream(args[0]))) {
      zip.putNextEntry(new java.util.zip.ZipEntry("../../../evil"));
    }
  }
}
JAVA
"$real_java" "$work/EvilZip.java" "$work/evil.zip"
archive=$work/evil.zip
fake_downloader curl '*'
sed -i "s/^sha512=.*/sha512=$(sha512sum "$archive" | cut -c 1-128)/" "$project/.mvn/maven.properties"
mvnw verify
expect_status 1
expect_err "the archive would write"
expect_no_file "$home/.m2/wrapper/dists/evil"
expect_cached '*'

scenario "without a network the message names everything tried"
archive=$work/none
fake_maven "$bin/mvn" 3.8.7
fake_downloader curl nothing
settings=(MAVEN_HOME="$work/no maven")
mvnw verify
expect_status 1
expect_out ""
expect_err "no Maven 3.9 or later is installed"
expect_err "$work/no maven/bin/mvn: not there"
expect_err "$bin/mvn: version 3.8.7"
expect_err "org.apache.maven:apache-maven:$version:zip:bin: "
expect_err "Could not transfer artifact: unknown host"
expect_err "https://dlcdn.apache.org/maven/maven-3/$version/binaries/apache-maven-$version-bin.zip: "
expect_err "https://archive.apache.org/dist/maven/maven-3/$version/binaries/"
expect_err "Could not resolve host"
expect_cached '*'

scenario "two and more first runs at once"
fake_downloader curl '*'
for run in 1 2 3 4; do
  out=$work/out$run err=$work/err$run
  (mvnw verify; exit "$status") &
  runs[run]=$!
done
for run in 1 2 3 4; do
  out=$work/out$run err=$work/err$run
  wait "${runs[run]}"
  status=$?
  expect_status 0
  expect_out "$(ran $version verify)"
done
expect_cached "$cached"

scenario "a run that is ended while it fetches leaves nothing"
command_file "$bin/curl" <<SH
echo begun >>'$(quoted "$asked")'
exec sleep 30
SH
set -m
mvnw verify &
job=$!
set +m
wait_until test -s "$asked"
kill -TERM -- "-$job"
wait "$job" 2>/dev/null
expect_line "$asked" begun
# The process that was waited for is not the one that tidies up.
wait_until cache_is_empty
expect_cached '*'

scenario "started through symbolic links from elsewhere"
fake_maven "$bin/mvn" 3.9.4
mkdir -p "$work/links/deep"
ln -s "../../project dir/mvnw" "$work/links/deep/inner"
ln -s deep/inner "$work/links/outer"
command=$work/links/outer
mvnw verify
unset command
expect_status 0
expect_out "$(ran 3.9.4 verify)"

scenario "a launcher that looks for mvnw does not loop"
command_file "$bin/mvn" <<SH
exec '$(quoted "$project/mvnw")' "\$@"
SH
fake_downloader curl '*'
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"

scenario "no java"
rm "$bin/java"
mvnw verify
expect_status 1
expect_err "no java on PATH: install JDK 17 or later, or set JAVA_HOME"

scenario "a JAVA_HOME that is none"
settings=(JAVA_HOME="$work/no jdk")
mvnw verify
expect_status 1
expect_err "JAVA_HOME is not a JDK: there is no $work/no jdk/bin/java"

for old in '1.8.0_402' '11.0.22' '16-ea'; do
  scenario "java $old is too old"
  command_file "$work/old jdk/bin/java" <<SH
echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=1' >&2
echo 'openjdk version "$old" 2021-01-19' >&2
SH
  fake_maven "$bin/mvn" 3.9.4
  settings=(JAVA_HOME="$work/old jdk")
  mvnw verify
  expect_status 1
  expect_err "install JDK 17 or later"
  expect_out ""
done

for new in 17 17.0.15 21-ea 25.0.1+8; do
  scenario "java $new is new enough"
  command_file "$work/jdk/bin/java" <<SH
echo 'openjdk version "$new" 2021-01-19' >&2
SH
  fake_maven "$bin/mvn" 3.9.4
  settings=(JAVA_HOME="$work/jdk")
  mvnw verify
  expect_status 0
done

scenario "the JAVA_HOME of .mavenrc counts"
rm "$bin/java"
fake_java "$work/jdk/bin/java"
fake_maven "$bin/mvn" 3.9.4
echo "echo noise; JAVA_HOME='$(quoted "$work/jdk")'" >"$home/.mavenrc"
skip_rc=
mvnw verify
unset skip_rc
expect_status 0
expect_out "$(ran 3.9.4 verify)"

scenario "a home that cannot be written"
echo file >"$work/file"
settings=(MAVEN_USER_HOME="$work/file/m2")
mvnw verify
expect_status 1
expect_err "cannot write to $work/file/m2/wrapper/dists/apache-maven-$version"
expect_err "MAVEN_USER_HOME"

scenario "MAVEN_USER_HOME"
fake_downloader curl '*'
settings=(MAVEN_USER_HOME="$work/elsewhere")
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"
expect_no_file "$home/.m2"

scenario "a cache whose Maven was removed is reported"
fake_downloader curl '*'
mkdir -p "$home/.m2/wrapper/dists/apache-maven-$version/$cached/lib"
mvnw verify
expect_status 1
expect_err "holds no Maven: remove it"
expect_cached "$cached"

scenario "properties with carriage returns"
sed -i 's/$/\r/' "$project/.mvn/maven.properties"
fake_downloader curl '*'
mvnw verify
expect_status 0
expect_out "$(ran $version verify)"

scenario "incomplete and missing properties"
sed -i '/^sha512/d' "$project/.mvn/maven.properties"
mvnw verify
expect_status 1
expect_err "must have version, sha512, minimum and java"
rm "$project/.mvn/maven.properties"
mvnw verify
expect_status 1
expect_err "must have version, sha512, minimum and java"

scenario "MVNW_VERBOSE"
fake_maven "$bin/mvn" 3.9.4
settings=(MVNW_VERBOSE=true)
mvnw verify
expect_err "mvnw: running $bin/mvn"
expect_out "$(ran 3.9.4 verify)"

scenario "the CI runs verify in the project, from anywhere"
mkdir "$project/.ci"
cp "$repository/.ci/run" "$project/.ci/"
command_file "$project/mvnw" <<'SH'
echo "mvnw $* in $PWD"
exit 5
SH
(cd / && env -i PATH="$PATH" CI=true "$project/.ci/run" </dev/null) >"$out" 2>"$err"
status=$?
expect_status 5
expect_out "mvnw verify in $project"

scenario "what is pinned is a release and names no registry"
out=$repository/.mvn/maven.properties
if grep -qE '^version=3\.9\.[0-9]+$' "$out"; then pass; else miss "version"; fi
if grep -qE '^sha512=[0-9a-f]{128}$' "$out"; then pass; else miss "sha512"; fi
for file in mvnw mvnw.cmd; do
  hosts=$(grep -oE 'https?://[a-z.]+' "$repository/$file" | sort -u | tr '\n' ' ')
  if [ "$hosts" = "https://archive.apache.org https://dlcdn.apache.org " ]; then pass; else miss "$file: $hosts"; fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
