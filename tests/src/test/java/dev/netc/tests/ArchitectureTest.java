package dev.netc.tests;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions in which modules may depend on each other, and the names that say too little. */
@AnalyzeClasses(packages = "dev.netc", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  /** A module uses only modules to its left in docs/architecture.md. */
  @ArchTest
  static final ArchRule data_flows_one_way =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("runtime")
          .definedBy("dev.netc.runtime..")
          .layer("grammar")
          .definedBy("dev.netc.grammar..")
          .layer("ir")
          .definedBy("dev.netc.ir..")
          .layer("autodiff")
          .definedBy("dev.netc.autodiff..")
          .layer("frontend")
          .definedBy("dev.netc.frontend..")
          .layer("passes")
          .definedBy("dev.netc.passes..")
          .layer("codegen")
          .definedBy("dev.netc.codegen..")
          .layer("training")
          .definedBy("dev.netc.training..")
          .layer("cli")
          .definedBy("dev.netc.cli..")
          .layer("maven")
          .definedBy("dev.netc.maven..")
          .layer("processor")
          .definedBy("dev.netc.processor..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("maven")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("processor")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("codegen")
          .mayOnlyBeAccessedByLayers("training", "cli", "maven", "processor")
          .whereLayer("passes")
          .mayOnlyBeAccessedByLayers("codegen", "training", "cli", "maven", "processor")
          .whereLayer("frontend")
          .mayOnlyBeAccessedByLayers("training", "cli", "maven", "processor")
          .whereLayer("autodiff")
          .mayOnlyBeAccessedByLayers("frontend", "cli")
          .whereLayer("grammar")
          .mayOnlyBeAccessedByLayers("frontend", "passes", "training", "cli", "maven", "processor")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("codegen", "training", "cli", "processor")
          .whereLayer("ir")
          .mayOnlyBeAccessedByLayers(
              "autodiff", "frontend", "passes", "codegen", "training", "cli", "maven", "processor");

  @ArchTest
  static final ArchRule the_runtime_needs_the_jdk_alone =
      classes()
          .that()
          .resideInAPackage("dev.netc.runtime..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.netc.runtime..", "java..", "jdk.incubator.vector..", "jdk.jfr..", "")
                  .or(resideInAnyPackage("org.jspecify.annotations")));

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.netc.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule names_say_what_a_class_is =
      noClasses()
          .that(alwaysTrue())
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule compiled_code_uses_no_reflection_at_run_time =
      noClasses()
          .that()
          .resideInAPackage("dev.netc.runtime..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.reflect.Method");
}
