package dev.bastion;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and the two doors through which SSH and SQL come in. */
@AnalyzeClasses(packages = "dev.bastion", importOptions = DoNotIncludeTests.class)
class ModulesPointOneWayTest {
    private static final String OURS = "dev.bastion..";
    private static final String POLICY = "dev.bastion.policy..";
    private static final String CERTS = "dev.bastion.certs..";
    private static final String RECORDER = "dev.bastion.recorder..";
    private static final String SSH = "dev.bastion.ssh..";
    private static final String STORE = "dev.bastion.store..";
    private static final String DEPLOY = "dev.bastion.deploy..";

    @ArchTest
    static final ArchRule policyImportsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(POLICY))));

    @ArchTest
    static final ArchRule certsImportsOnlyPolicy = noClasses()
            .that()
            .resideInAPackage(CERTS)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(CERTS, POLICY))));

    @ArchTest
    static final ArchRule recorderImportsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(RECORDER)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(RECORDER))));

    @ArchTest
    static final ArchRule nobodyImportsDeploy = noClasses()
            .that()
            .resideOutsideOfPackage(DEPLOY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(DEPLOY);

    @ArchTest
    static final ArchRule minaComesInThroughSshAlone = noClasses()
            .that()
            .resideOutsideOfPackage(SSH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.sshd..");

    @ArchTest
    static final ArchRule sqlComesInThroughStoreAlone = noClasses()
            .that()
            .resideOutsideOfPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "org.flywaydb..",
                    "com.zaxxer.hikari..",
                    "org.sqlite..",
                    "org.postgresql..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.bastion.(*)..").should().beFreeOfCycles();
}
