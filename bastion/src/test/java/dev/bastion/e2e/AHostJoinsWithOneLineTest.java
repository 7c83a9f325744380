package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsDemo
class AHostJoinsWithOneLineTest {
    private DemoWorld world;

    @BeforeEach
    void enter(DemoWorld demo) {
        world = demo;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void andLeavesAsItWas(boolean busyBox) {
        String name = "prod-joins-" + (busyBox ? 2 : 1);
        NewHost host = world.addNewHost(name, "").configured("""
                AuthorizedKeysFile .ssh/authorized_keys
                Match User deploy
                    PasswordAuthentication yes
                Match Address 192.0.2.0/24
                    PermitRootLogin yes
                """);
        String over = busyBox ? host.overBusyBox() : host.over();
        Map<String, String> before = host.files();

        Ran joined = enrol(name, over, "--authorized-keys-none");
        assertTrue(joined.done().out().contains("confirmed: " + name), joined::toString);
        assertTrue(joined.out().contains("sshd has passwordauthentication yes for deploy"), joined::toString);
        world.grant(name, "postgres", "45m");
        assertEquals(
                name + "\n", world.jump("postgres@" + name, "hostname").run().out());

        Map<String, String> enrolled = host.files();
        Ran again = enrol(name, over, "--authorized-keys-none");
        assertTrue(again.done().out().contains("nothing was to be changed"), again::toString);
        assertEquals(enrolled, host.files());

        enrol(name, over, "--undo").done();
        assertEquals(before, host.files());
        assertEquals("", world.jump("postgres@" + name, "hostname").run().out());
    }

    @Test
    void byTheScriptThatAnAdministratorPipes() {
        NewHost host = world.addNewHost("prod-piped-1", "").configured("");
        String script = world.bastion("carol", "enrol", "prod-piped-1").done().out();

        Ran piped = host.command("sh", "-s").reading(script).run();

        assertTrue(piped.done().out().contains("awaiting confirmation"), piped::toString);
        Ran check = world.bastion("carol", "target", "check", "prod-piped-1");
        assertTrue(check.done().out().contains("lets the bastion in"), check::toString);
        Ran confirmed = host.inside("sh", "/etc/ssh/bastion/state/script", "confirm");
        assertTrue(confirmed.done().out().contains("is enrolled"), confirmed::toString);
        host.command("sh", "-s", "--", "undo").reading(script).run().done();
        assertEquals(
                1, world.bastion("carol", "target", "check", "prod-piped-1").status());
    }

    @Test
    void wherePeopleAreLetInByTheirRoles() {
        String principals = "    principals: {postgres: \"dba/prod\"}\n";
        NewHost host = world.addNewHost("prod-roles-1", principals).configured("");

        enrol("prod-roles-1", host.over()).done();

        assertEquals(
                "dba/prod\n",
                host.inside("cat", "/etc/ssh/bastion/principals/postgres").out());
        world.grant("prod-roles-1", "postgres", "45m");
        assertEquals(
                "prod-roles-1\n",
                world.jump("postgres@prod-roles-1", "hostname").run().out());
    }

    @Test
    void whereAListOfPrincipalsIsThereAlready() {
        NewHost host = world.addNewHost("prod-roles-2", "");
        host.write("principals/postgres", "ops");
        host.configured("AuthorizedPrincipalsFile /etc/ssh/principals/%u\n");
        Map<String, String> before = host.files();

        enrol("prod-roles-2", host.over()).done();

        assertTrue(host.inside("cat", "/etc/ssh/principals/postgres").out().startsWith("ops\n"));
        enrol("prod-roles-2", host.over(), "--undo").done();
        before.put("principals/deploy", host.files().get("principals/deploy"));
        assertEquals(before, host.files());
    }

    @Test
    void besideAnotherAuthority() {
        NewHost host = world.addNewHost("prod-other-1", "");
        DemoWorld.script("ssh-keygen -q -t ed25519 -N '' -f \"$1\"", host.directory() + "/other")
                .run()
                .done();
        String other = world.read(host.directory().resolve("other.pub")).strip();
        host.write("others.pub", other);
        host.configured("TrustedUserCAKeys /etc/ssh/others.pub\n");
        Map<String, String> before = host.files();

        Ran joined = enrol("prod-other-1", host.over()).done();

        assertTrue(joined.out().contains("\"/etc/ssh/others.pub\" trusts 256 SHA256:"), joined::toString);
        assertTrue(host.inside("cat", "/etc/ssh/others.pub").out().startsWith(other + "\n"));
        world.grant("prod-other-1", "deploy", "45m");
        assertEquals(
                "prod-other-1\n",
                world.jump("deploy@prod-other-1", "hostname").run().out());
        enrol("prod-other-1", host.over(), "--undo").done();
        assertEquals(before, host.files());
    }

    @Test
    void inAFileOfItsOwnWhereOneIsIncluded() {
        NewHost host = world.addNewHost("prod-include-1", "");
        host.write("sshd_config.d/50-site.conf", "Match User deploy\n    AllowTcpForwarding no\n");
        host.configured("");
        String main = host.inside("cat", "/etc/ssh/sshd_config").out();
        host.write("sshd_config", "Include /etc/ssh/sshd_config.d/*.conf\n" + main);
        Map<String, String> before = host.files();

        enrol("prod-include-1", host.over()).done();

        assertEquals(before.get("sshd_config"), host.files().get("sshd_config"));
        assertTrue(host.files().containsKey("sshd_config.d/00-bastion.conf"));
        enrol("prod-include-1", host.over(), "--undo").done();
        assertEquals(before, host.files());
    }

    @Test
    void withACertificateOfItsOwnKey() {
        NewHost host = world.addNewHost("prod-certified-1", "").configured("");
        String directory = host.directory().toString();
        DemoWorld.script("""
                        ssh-keygen -q -t ed25519 -N '' -f "$1/host-authority"
                        ssh-keygen -q -s "$1/host-authority" -h -I prod-certified-1 -n prod-certified-1 "$1/host_key.pub"
                        """, directory).run().done();

        enrol("prod-certified-1", host.over(), "--host-certificate", directory + "/host_key-cert.pub")
                .done();

        Ran scan = world.executable("target", "scan", "prod-certified-1");
        assertTrue(scan.done().err().contains("pinned in access.yaml"), scan::toString);
        String shown =
                host.inside("sh", "-c", "sshd -T | grep '^hostcertificate'").out();
        assertEquals("hostcertificate /etc/ssh/bastion/host_key-cert.pub\n", shown);
    }

    @Test
    void withRevocationsThatAreThereBeforeSshdAsksForThem() throws IOException {
        NewHost host = world.addNewHost("prod-krl-1", "").configured("");
        String directory = host.directory().toString();
        String authority = world.keys().resolve("target-ca.pub").toString();
        DemoWorld.script("""
                        echo "serial: 1" >"$1/spec"
                        ssh-keygen -q -k -f "$1/krl" -z 7 -s "$2" "$1/spec"
                        ssh-keygen -q -k -f "$1/krl-of-all" -z 8 "$2"
                        """, directory, authority).run().done();
        Map<String, String> before = host.files();

        Ran refused = piped(host, "prod-krl-1", "krl-of-all");
        assertEquals(1, refused.status(), "a list that revokes the bastion's own authority");
        assertEquals(before, host.files());

        piped(host, "prod-krl-1", "krl").done();
        host.inside("sh", "/etc/ssh/bastion/state/script", "confirm").done();
        assertEquals(
                "revokedkeys /etc/ssh/bastion/krl\n",
                host.inside("sh", "-c", "sshd -T | grep '^revokedkeys'").out());
        assertEquals(0, world.bastion("carol", "target", "check", "prod-krl-1").status());

        // Nobody loosens a host by leaving out today what was agreed to yesterday.
        Map<String, String> enrolled = host.files();
        enrol("prod-krl-1", host.over()).done();
        assertEquals(enrolled, host.files());
    }

    /** The script as an administrator pipes it, with a list of revocations as the bastion would put in that serves one. */
    private Ran piped(NewHost host, String name, String list) throws IOException {
        String base64 = Base64.getEncoder()
                .encodeToString(Files.readAllBytes(host.directory().resolve(list)));
        String script = world.bastion("carol", "enrol", name, "--authorized-keys-none")
                .done()
                .out();
        assertTrue(script.contains("krl=''\n"));
        return host.command("sh", "-s")
                .reading(script.replace("krl=''\n", "krl='" + base64 + "'\n"))
                .run();
    }

    @Test
    void scanShowsEveryKeyAndTakesNoFaceForAHosts() {
        Ran scan = world.executable("target", "scan", "prod-db-1");
        assertTrue(scan.done().out().contains("host-key: [\"ssh-ed25519 "), scan::toString);
        assertTrue(scan.err().contains("pinned in access.yaml"), scan::toString);

        Ran itself = world.executable("target", "scan", "127.0.0.1:" + world.port());
        assertEquals(1, itself.status());
        assertEquals("", itself.out());
        assertTrue(itself.err().contains("a key of this bastion"), itself::toString);

        Ran nobody = world.executable("target", "scan", "127.0.0.1:9");
        assertFalse(nobody.status() == 0);
    }

    private Ran enrol(String name, String over, String... options) {
        return EnrolmentIsTakenBackTest.enrol(world, name, over, options);
    }
}
