# Sets JAVA_HOME to a JDK 25 or newer: JAVA_HOME if it is one, then java on the PATH, then the usual places.
# Sourced by ./mvnw and ./netc.

jdk_version() { # prints the feature version of the JDK in $1, or 0
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    [ -x "$1/bin/javac" ] || version=
    echo "${version:-0}"
}

find_jdk() {
    on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for jdk in "${JAVA_HOME:-}" "$on_path" \
        /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk@25; do
        if [ -n "$jdk" ] && [ "$(jdk_version "$jdk")" -ge 25 ]; then
            JAVA_HOME=$jdk
            export JAVA_HOME
            return 0
        fi
    done
    echo "netc needs a JDK 25 or newer: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
    return 1
}
find_jdk || exit 1
