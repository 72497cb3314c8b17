@echo off
rem Runs Maven for this project in the same way as mvnw, whose first lines explain it.
rem Steps are labels, not blocks: a parenthesis in a path would end a block.
setlocal EnableExtensions DisableDelayedExpansion
if defined MVNW_ASKING exit /b 1

set "ROOT=%~dp0"
set "PIN_version="
set "PIN_sha512="
set "PIN_minimum="
set "PIN_java="
for /f "usebackq eol=# tokens=1,2 delims==" %%k in ("%ROOT%.mvn\maven.properties") do set "PIN_%%k=%%l"
if not defined PIN_version goto bad_properties
if not defined PIN_sha512 goto bad_properties
if not defined PIN_minimum goto bad_properties
if not defined PIN_java goto bad_properties

set "JAVA="
if defined JAVA_HOME goto java_of_home
for %%i in (java.exe) do set "JAVA=%%~$PATH:i"
if defined JAVA goto check_java
echo mvnw: no java on PATH: install JDK %PIN_java% or later, or set JAVA_HOME>&2
exit /b 1
:java_of_home
set "JAVA=%JAVA_HOME:"=%\bin\java.exe"
if exist "%JAVA%" goto check_java
echo mvnw: JAVA_HOME is not a JDK: there is no "%JAVA%">&2
exit /b 1
:check_java
set "JAVA_VERSION="
for /f "tokens=1-3" %%a in ('call "%JAVA%" -version 2^>^&1') do if "%%b"=="version" set "JAVA_VERSION=%%~c"
if not defined JAVA_VERSION goto bad_java
set "JAVA_MAJOR=0"
for /f "tokens=1,2 delims=._+-" %%a in ("%JAVA_VERSION%") do set "JAVA_MAJOR=%%a"
if %JAVA_MAJOR% geq %PIN_java% goto find_maven
:bad_java
echo mvnw: "%JAVA%" is version "%JAVA_VERSION%": install JDK %PIN_java% or later, or set JAVA_HOME>&2
exit /b 1

:find_maven
set "MVN="
set "OLDER="
if not defined MAVEN_HOME goto maven_of_m2_home
call :consider "%MAVEN_HOME:"=%\bin\mvn.cmd"
if defined MVN goto run
:maven_of_m2_home
if not defined M2_HOME goto maven_of_path
call :consider "%M2_HOME:"=%\bin\mvn.cmd"
if defined MVN goto run
:maven_of_path
set "CANDIDATE="
for %%i in (mvn.cmd) do set "CANDIDATE=%%~$PATH:i"
if not defined CANDIDATE goto cached
call :consider "%CANDIDATE%"
if defined MVN goto run

:cached
set "USER_HOME=%USERPROFILE%\.m2"
if defined MAVEN_USER_HOME set "USER_HOME=%MAVEN_USER_HOME:"=%"
set "CACHE=%USER_HOME%\wrapper\dists\apache-maven-%PIN_version%"
rem A directory per checksum: what was installed for another one is never run.
set "MVN_HOME=%CACHE%\%PIN_sha512:~0,16%"
set "MVN=%MVN_HOME%\bin\mvn.cmd"
if exist "%MVN%" goto run

if not exist "%CACHE%\" mkdir "%CACHE%" 2>nul
set "TRIES=0"
:make_work
set /a TRIES+=1
set "WORK=%CACHE%\new-%RANDOM%%RANDOM%"
mkdir "%WORK%" 2>nul
if not errorlevel 1 goto fetch
if %TRIES% lss 20 goto make_work
echo mvnw: cannot write to "%CACHE%": set MAVEN_USER_HOME to a directory to keep Maven in>&2
exit /b 1

:fetch
set "FILE=apache-maven-%PIN_version%-bin.zip"
set "ARCHIVE=%WORK%\%FILE%"
if not defined OLDER goto download
echo mvnw: "%OLDER%" fetches Apache Maven %PIN_version% (once)>&2
call :fetch_with_maven %*
if exist "%ARCHIVE%" goto install
type "%WORK%\log" >&2

:download
set "CURL="
for %%i in (curl.exe) do set "CURL=%%~$PATH:i"
set "APACHE_PATH=maven/maven-%PIN_version:~0,1%/%PIN_version%/binaries"
if not defined MVNW_REPOURL goto download_from_apache
call :download_from "%MVNW_REPOURL%/org/apache/maven/apache-maven/%PIN_version%"
if exist "%ARCHIVE%" goto install
goto not_fetched
:download_from_apache
call :download_from "https://dlcdn.apache.org/%APACHE_PATH%"
if exist "%ARCHIVE%" goto install
call :download_from "https://archive.apache.org/dist/%APACHE_PATH%"
if exist "%ARCHIVE%" goto install
:not_fetched
rmdir /s /q "%WORK%"
echo mvnw: no Maven %PIN_minimum% or later is installed and Apache Maven %PIN_version% could not be fetched;>&2
echo   install Maven, or set MAVEN_HOME to one, or connect to the network>&2
exit /b 1

:install
"%JAVA%" "%ROOT%.mvn\MavenInstaller.java" install "%ARCHIVE%" "%PIN_sha512%" "%MVN_HOME%"
set "STATUS=%ERRORLEVEL%"
rmdir /s /q "%WORK%"
if "%STATUS%"=="0" goto run
echo mvnw: Apache Maven %PIN_version% was fetched but not installed, for the reason above>&2
exit /b 1

rem Not by call, which would expand the arguments twice. Our variables end before Maven starts.
:run
if "%MVNW_VERBOSE%"=="true" echo mvnw: running "%MVN%">&2
endlocal & "%MVN%" %*

:bad_properties
echo mvnw: "%ROOT%.mvn\maven.properties" must have version, sha512, minimum and java>&2
exit /b 1

rem Sets MVN to the command %1 if its version suits, else OLDER if it runs at all.
:consider
if not exist "%~1" exit /b 0
set "FOUND="
call :version_of "%~1"
if not defined FOUND exit /b 0
set "FOUND_MINOR=0"
set "MINIMUM_MINOR=0"
for /f "tokens=1,2 delims=." %%a in ("%PIN_minimum%") do (
  set "MINIMUM_MAJOR=%%a"
  set "MINIMUM_MINOR=%%b"
)
for /f "tokens=1,2 delims=.-" %%a in ("%FOUND%") do (
  set "FOUND_MAJOR=%%a"
  set "FOUND_MINOR=%%b"
)
if not "%FOUND_MAJOR%"=="%MINIMUM_MAJOR%" goto too_old
if %FOUND_MINOR% lss %MINIMUM_MINOR% goto too_old
set "MVN=%~1"
exit /b 0
:too_old
if not defined OLDER set "OLDER=%~1"
exit /b 0

rem Sets FOUND to the version of the command %1: the word after Maven, which a colour may precede
rem or follow. MAVEN_OPTS may hold a debugger that waits.
:version_of
setlocal
set "MVNW_ASKING=1"
set "MAVEN_OPTS="
set "MAVEN_BATCH_PAUSE="
for /f "tokens=1-3" %%a in ('call "%~1" -version 2^>nul ^<nul') do (
  if "%%b"=="Maven" if not defined FOUND set "FOUND=%%c"
)
endlocal & set "FOUND=%FOUND%"
exit /b 0

rem Lets the older Maven fetch ARCHIVE, given those arguments that say which repository to use.
:fetch_with_maven
setlocal
set "MAVEN_BATCH_PAUSE="
set "MAVEN_TERMINATE_CMD="
set "REPOSITORY="
:next_argument
if "%~1"=="" goto arguments_read
if "%~1"=="-s" goto with_value
if "%~1"=="--settings" goto with_value
if "%~1"=="-gs" goto with_value
if "%~1"=="--global-settings" goto with_value
if "%~1"=="-Dmaven.repo.local" goto local_repository
set "ARGUMENT=%~1"
if "%ARGUMENT:~0,19%"=="-Dmaven.repo.local=" set REPOSITORY=%REPOSITORY% "%ARGUMENT%"
shift
goto next_argument
:with_value
set REPOSITORY=%REPOSITORY% %~1 "%~2"
shift
shift
goto next_argument
:local_repository
rem An equals sign outside of quotes parts two arguments in cmd.
set REPOSITORY=%REPOSITORY% "%~1=%~2"
shift
shift
goto next_argument
:arguments_read
> "%WORK%\pom.xml" echo ^<project^>^<modelVersion^>4.0.0^</modelVersion^>^<groupId^>mvnw^</groupId^>^<artifactId^>fetch^</artifactId^>^<version^>1^</version^>^<packaging^>pom^</packaging^>^</project^>
call "%OLDER%" -B %REPOSITORY% -f "%WORK%\pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy "-Dartifact=org.apache.maven:apache-maven:%PIN_version%:zip:bin" "-DoutputDirectory=%WORK%" > "%WORK%\log" 2>&1 < nul
endlocal
exit /b 0

rem Downloads ARCHIVE from the directory %1; curl.exe knows the proxies and authorities of Windows.
:download_from
echo mvnw: downloading Apache Maven %PIN_version% from %~1 (once)>&2
if defined CURL goto download_with_curl
"%JAVA%" -Djava.net.useSystemProxies=true "%ROOT%.mvn\MavenInstaller.java" download "%~1/%FILE%" "%ARCHIVE%"
if errorlevel 1 if exist "%ARCHIVE%" del "%ARCHIVE%"
exit /b 0
:download_with_curl
"%CURL%" -fsSL --retry 2 --connect-timeout 30 -o "%ARCHIVE%" "%~1/%FILE%"
if errorlevel 1 if exist "%ARCHIVE%" del "%ARCHIVE%"
exit /b 0
