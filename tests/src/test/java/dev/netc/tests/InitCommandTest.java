package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netc init}; that what it writes builds and runs is tested with the Maven plugin. */
final class InitCommandTest {
  @TempDir Path folder;

  @Test
  void theFilesAreOfThePackage() throws IOException {
    Path project = folder.resolve("My Digits");
    Netc.Outcome outcome = Netc.run("init", project.toString(), "--package", "org.example");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualToNormalizingNewlines(
            """
            wrote FOLDER:
              pom.xml
              src/main/net/digits.net
              src/main/net/digits.safetensors
              src/main/java/org/example/Main.java
              src/test/java/org/example/MainTest.java
              src/test/resources/seven.png
              .gitignore
            Try it: cd FOLDER && mvn -q verify exec:exec
            """
                .replace("FOLDER", project.toString()));
    assertThat(project.resolve("pom.xml"))
        .content()
        .contains(
            "<groupId>org.example</groupId>",
            "<artifactId>my-digits</artifactId>",
            "<basePackage>org.example</basePackage>")
        .containsPattern("<netc.version>\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?</netc.version>")
        .doesNotContain("@");
    assertThat(project.resolve("src/main/java/org/example/Main.java"))
        .content()
        .startsWith("package org.example;");
  }

  @Test
  void theWeightsAreThoseOfTheNetwork() {
    Path project = folder.resolve("digits");
    Netc.run("init", project.toString());
    Netc.Outcome outcome =
        Netc.run(
            "predict",
            project.resolve("src/main/net/digits.net").toString(),
            "--weights",
            project.resolve("src/main/net/digits.safetensors").toString(),
            "--input",
            project.resolve("src/test/resources/seven.png").toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("It is a 7");
  }

  @Test
  void theNetworkIsFormatted() {
    Netc.run("init", folder.resolve("a").toString());
    String net = folder.resolve("a/src/main/net/digits.net").toString();
    assertThat(Netc.run("fmt", "--check", net).code()).isZero();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "mine");
    Netc.Outcome outcome = Netc.run("init", folder.toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualToNormalizingNewlines(
            "error: %s is there already and is no empty folder; nothing was written. Name a new one\n"
                .formatted(folder));
    assertThat(folder).isDirectoryNotContaining("glob:**/src");
  }

  @Test
  void aPackageThatCannotBeIsNamed() {
    Netc.Outcome outcome = Netc.run("init", folder.toString(), "--package", "my-app");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("error: `my-app` is no name of a package");
  }
}
