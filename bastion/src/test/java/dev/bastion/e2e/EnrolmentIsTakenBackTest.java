package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a host is like, it ends as it was unless the bastion can log in and somebody says so. */
@NeedsDemo
class EnrolmentIsTakenBackTest {
    private DemoWorld world;

    @BeforeEach
    void enter(DemoWorld demo) {
        world = demo;
    }

    @Test
    void whereTheCheckFails() {
        NewHost host = world.addNewHost("prod-back-1", "").configured("DenyUsers postgres\n");
        Map<String, String> before = host.files();

        Ran refused = enrol(world, "prod-back-1", host.over());

        assertEquals(1, refused.status(), refused::toString);
        assertTrue(refused.out().contains("did not accept the login \"postgres\""), refused::toString);
        assertTrue(refused.out().contains("taken back: everything is as it was"), refused::toString);
        assertEquals(before, host.files());
        assertEquals(0, world.executable("target", "scan", "prod-back-1").status(), "its sshd answers");
    }

    @Test
    void whereNobodyConfirms() {
        NewHost host = world.addNewHost("prod-back-2", "").configured("");
        Map<String, String> before = host.files();
        String script = world.bastion("carol", "enrol", "prod-back-2", "--confirm-within", "10s")
                .done()
                .out();

        host.command("sh", "-s").reading(script).run().done();

        assertFalse(before.equals(host.files()), "it is enrolled for now");
        world.until(() -> before.equals(host.files()), "everything is as it was");
        assertFalse(
                host.inside("sh", "/etc/ssh/bastion/state/script", "confirm").status() == 0);
        assertEquals(1, world.bastion("carol", "target", "check", "prod-back-2").status());
    }

    @Test
    void beforeAnythingWhereTheConfigurationIsBroken() {
        NewHost host = world.addNewHost("prod-back-3", "").configured("");
        host.write(
                "sshd_config",
                "Nonsense yes\n" + host.inside("cat", "/etc/ssh/sshd_config").out());
        Map<String, String> before = host.files();

        Ran refused = enrol(world, "prod-back-3", host.over());

        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("and nothing was changed"), refused::toString);
        assertEquals(before, host.files());
    }

    @Test
    void beforeAnythingWhereNothingCanBeWritten() {
        NewHost host = world.addNewHost("prod-back-4", "").configured("");
        Map<String, String> before = host.files();
        host.inside("mount", "-o", "remount,ro,bind", "/etc/ssh").done();

        Ran refused = enrol(world, "prod-back-4", host.over());

        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("and nothing was changed"), refused::toString);
        assertEquals(before, host.files());
    }

    @Test
    void whereOneOfSeveralFilesCannotBeWritten() {
        NewHost host = world.addNewHost("prod-back-5", "");
        host.write("others.pub", world.read(world.keys().resolve("host-ca.pub")));
        host.configured("TrustedUserCAKeys /etc/ssh/others.pub\n");
        Map<String, String> before = host.files();
        host.inside("sh", "-c", """
                        mount --bind /etc/ssh/others.pub /etc/ssh/others.pub
                        mount -o remount,ro,bind /etc/ssh/others.pub
                        """).done();

        Ran refused = enrol(world, "prod-back-5", host.over(), "--authorized-keys-none");

        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("everything is as it was"), refused::toString);
        assertEquals(before, host.files());
    }

    @Test
    void whereAMatchBlockTakesTheAuthorityAway() {
        NewHost host = world.addNewHost("prod-back-6", "").configured("""
                Match User deploy
                    TrustedUserCAKeys none
                """);
        Map<String, String> before = host.files();

        Ran refused = enrol(world, "prod-back-6", host.over());

        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("deploy is not opened by the bastion's authority"), refused::toString);
        assertEquals(before, host.files());
    }

    @Test
    void whereRootWouldWriteIntoAFileOfTheUsers() {
        NewHost host = world.addNewHost("prod-back-9", "").configured("AuthorizedPrincipalsFile .principals\n");
        host.inside("ln", "-s", "/etc/ssh/victim", "/home/postgres/.principals").done();
        host.write("victim", "precious\n");
        Map<String, String> before = host.files();

        Ran refused = enrol(world, "prod-back-9", host.over());

        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("which that user can write"), refused::toString);
        assertEquals(before, host.files());
    }

    @Test
    void whereTheHostIsNotTheOneThatIsPinned() {
        world.addNewHost("prod-back-7", "").configured("");
        NewHost another = world.addNewHost("prod-back-8", "").configured("");
        Map<String, String> before = another.files();

        Ran refused = enrol(world, "prod-back-7", another.over());

        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("none of the keys that access.yaml pins"), refused::toString);
        assertEquals(before, another.files());
    }

    static Ran enrol(DemoWorld world, String name, String over, String... options) {
        List<String> words = new ArrayList<>(List.of("target", "enrol", name, "--over", over));
        words.addAll(List.of(options));
        return world.executable(words.toArray(String[]::new));
    }
}
