package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.live.GateForTests;
import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.CommandPattern;
import dev.bastion.policy.rule.Confines;
import dev.bastion.recorder.StreamLimit;
import dev.bastion.ssh.StartRequest.Terminal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartRequestIsReadFromAnyBytesTest {
    private static final Terminal TERMINAL = new Terminal("xterm", new Terminal.Size(80, 24));

    @Test
    void readsTerminalAndItsSize() {
        Terminal terminal = Terminal.parse(bytes(string("xterm"), number(132), number(43), number(0), number(0)));
        assertEquals(new Terminal("xterm", new Terminal.Size(132, 43)), terminal);
    }

    @Test
    void takesSizesBeyondReasonForUnknown() {
        assertEquals(new Terminal.Size(0, 24), Terminal.sizeOf(bytes(number(-1), number(24))));
        assertEquals(new Terminal.Size(80, 0), Terminal.sizeOf(bytes(number(80), number(70_000))));
        assertEquals(new Terminal.Size(0, 0), Terminal.sizeOf(new byte[7]));
    }

    @Test
    void escapesTerminalTypeThatIsNoWord() {
        assertEquals("x\\x1b]52", Terminal.parse(string("x\u001b]52")).type());
    }

    @Test
    void readsWhatItCanOfAnyBytes() {
        Random random = new Random(3);
        for (int count = 0; count < 20_000; count++) {
            byte[] payload = new byte[random.nextInt(24)];
            random.nextBytes(payload);
            if (payload.length > 3 && random.nextBoolean()) {
                // Half of them with a length that nearly fits.
                ByteBuffer.wrap(payload).putInt(payload.length - 4 + random.nextInt(3) - 1);
            }
            Terminal.parse(payload);
            Terminal.sizeOf(payload);
            StartRequest.firstString(payload);
            StartRequest.exitStatus("exit-status", payload);
            StartRequest.exitStatus("exit-signal", payload);
            StartRequest.of("exec", payload, null).refusal(rules(Permit.EXEC));
            StartRequest.of("subsystem", payload, null).refusal(rules(Permit.SFTP_READ));
        }
    }

    @Test
    void isWellFormedOnlyAsOneString() {
        assertTrue(StartRequest.wellFormed("shell", new byte[0]));
        assertFalse(StartRequest.wellFormed("shell", new byte[1]));
        assertTrue(StartRequest.wellFormed("exec", string("id")));
        assertTrue(StartRequest.wellFormed("exec", string("")));
        assertFalse(StartRequest.wellFormed("exec", new byte[0]));
        assertFalse(StartRequest.wellFormed("exec", new byte[] {0, 0, 0}));
        assertFalse(StartRequest.wellFormed("exec", bytes(string("id"), string("rm"))));
        assertFalse(StartRequest.wellFormed("subsystem", bytes(number(5), new byte[] {'s', 'f'})));
        assertFalse(StartRequest.wellFormed("exec", number(-1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp ", "SFTP", "", "netconf", "sftp\u0000", "sftp;id"})
    void refusesSubsystemsButSftp(String name) {
        String refusal = StartRequest.of("subsystem", string(name), null)
                .refusal(rules(Permit.SFTP_READ, Permit.SFTP_WRITE, Permit.SHELL, Permit.EXEC));
        assertTrue(refusal.endsWith("is not part of this grant for prod-db-1"), refusal);
        assertTrue(refusal.chars().allMatch(c -> c >= ' ' && c < 0x7f), refusal);
    }

    @Test
    void holdsEachKindAgainstItsPermit() {
        assertNull(StartRequest.of("shell", new byte[0], TERMINAL).refusal(rules(Permit.SHELL)));
        assertNull(StartRequest.of("exec", string("id"), null).refusal(rules(Permit.EXEC)));
        assertNull(StartRequest.of("subsystem", string("sftp"), null).refusal(rules(Permit.SFTP_WRITE)));
        assertEquals(
                "a shell is not part of this grant for prod-db-1",
                StartRequest.of("shell", new byte[0], null).refusal(rules(Permit.EXEC)));
        assertEquals(
                "running commands is not part of this grant for prod-db-1",
                StartRequest.of("exec", string("id"), null).refusal(rules(Permit.SHELL, Permit.SFTP_READ)));
    }

    @Test
    void holdsACommandAgainstTheRulesPatterns() {
        RelayRules logs = rules(confined("journalctl *", "tail -n * /var/log/*"), Permit.EXEC);
        assertNull(exec("journalctl -u nginx").refusal(logs));
        assertNull(exec("tail -n 5 '/var/log/größe'").refusal(logs));
        assertEquals(
                "the command \"journalctl; id\" is not part of this grant for prod-db-1\n"
                        + "hint: it allows: journalctl *, tail -n * /var/log/*",
                exec("journalctl; id").refusal(logs));
        assertTrue(exec("scp -f /etc/shadow").refusal(logs).startsWith("the command \"scp -f /etc/shadow\""));
        assertNull(exec("scp -f /var/log/syslog").refusal(rules(confined("scp -f /var/log/*"), Permit.EXEC)));
    }

    @Test
    void takesNoCommandThatIsNoTextWhereCommandsAreConfined() {
        byte[] command = "journalctl 'x'".getBytes(StandardCharsets.ISO_8859_1);
        command[12] = (byte) 0xe3;
        StartRequest request = StartRequest.of("exec", bytes(number(command.length), command), null);
        assertNull(request.refusal(rules(Permit.EXEC)));
        assertTrue(request.refusal(rules(confined("journalctl *"), Permit.EXEC)).contains("is not part of this grant"));
    }

    private static StartRequest exec(String command) {
        return StartRequest.of("exec", string(command), null);
    }

    private static Confines confined(String... commands) {
        return new Confines(Stream.of(commands).map(CommandPattern::new).toList(), List.of(), List.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource({"HUP,129", "INT,130", "KILL,137", "TERM,143", "SEGV,139", "NONSENSE,128"})
    void countsSignalsAsShellsDo(String signal, int status) {
        assertEquals(OptionalInt.of(status), StartRequest.exitStatus("exit-signal", string(signal)));
    }

    @Test
    void readsExitStatusAlone() {
        assertEquals(OptionalInt.of(255), StartRequest.exitStatus("exit-status", number(255)));
        assertEquals(OptionalInt.empty(), StartRequest.exitStatus("exit-status", new byte[3]));
        assertEquals(OptionalInt.empty(), StartRequest.exitStatus("xon-xoff", number(1)));
    }

    private static RelayRules rules(Permit... permits) {
        return rules(Confines.NONE, permits);
    }

    private static RelayRules rules(Confines confines, Permit... permits) {
        return new RelayRules(
                GateForTests.open(), "prod-db-1", Set.of(permits), confines, StreamLimit.DEFAULT, Set.of(), true);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes(number(bytes.length), bytes);
    }

    private static byte[] bytes(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
