package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InputIsWithheldOnBothSignsOnlyTest {

    private final StringBuilder kept = new StringBuilder();
    private final List<String> withheld = new ArrayList<>();
    private long now;
    private final InputRedactor redactor = new InputRedactor(
            new InputRedactor.Sink() {
                @Override
                public void keep(long nanos, byte[] bytes, int offset, int length) {
                    kept.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                }

                @Override
                public void withheld(long nanos, String prompt, int bytes) {
                    withheld.add(prompt + " " + bytes);
                }
            },
            2);

    private void output(String text) {
        redactor.output(0, bytes(text), 0, bytes(text).length);
    }

    private void input(String text) {
        now++;
        redactor.input(now, bytes(text), 0, bytes(text).length);
    }

    private void type(String text) {
        text.codePoints().forEach(point -> input(Character.toString(point)));
    }

    private static List<String> characters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    private void later() {
        now += InputRedactor.ECHO_WITHIN;
        redactor.due(now);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Password: ",
                "[sudo] password for alice: ",
                "alice@prod-db-1's password: ",
                "Enter passphrase for key '/home/alice/.ssh/id': ",
                "Enter PIN for authenticator: ",
                "Password for user postgres: ",
                "Verification code: ",
                "\u001b[1mPassword\u001b[0m:\u001b[K ",
                "Retype new password:",
                "50%\rPasswort: ",
                "Mot de passe : ",
                "\u001b[2J\u001b[HToken:"
            })
    void withholdsTheLineAfterAPrompt(String prompt) {
        output("$ sudo -i\r\n" + prompt);
        type("hunter2\r");
        output("\r\n");
        type("id\r");
        assertEquals("\rid\r", kept.toString());
        assertEquals(1, withheld.size());
        assertTrue(withheld.get(0).endsWith(" 7"), withheld.toString());
    }

    @Test
    void keepsUnechoedInputWithoutAPrompt() {
        output("$ stty -echo\r\n$ ");
        type("rm -rf /var/log\r");
        later();
        assertEquals("rm -rf /var/log\r", kept.toString());
        assertEquals(List.of(), withheld);
    }

    @Test
    void keepsEchoedInputAfterAPrompt() {
        output("Password: ");
        for (String one : characters("rm -rf /\r")) {
            input(one);
            output(one.equals("\r") ? "\r\n" : one);
        }
        assertEquals("rm -rf /\r", kept.toString());
        assertEquals(List.of(), withheld);
    }

    @Test
    void keepsAShortEchoedLineThatComesAtOnce() {
        output("Password: ");
        input("ls\r");
        output("ls\r\n");
        assertEquals("ls\r", kept.toString());
    }

    @Test
    void keepsAnEchoedLineThatWasEdited() {
        output("Password: ");
        input("lx");
        output("lx");
        input("\u007f");
        output("\b \b");
        input("s\r");
        output("s\r\n");
        assertEquals("lx\u007fs\r", kept.toString());
    }

    @Test
    void starsAreNoEcho() {
        output("Password: ");
        for (String one : characters("hunter2")) {
            input(one);
            output("*");
        }
        input("\r");
        output("\r\n");
        assertEquals("\r", kept.toString());
        assertEquals(List.of("Password: 7"), withheld);
    }

    @Test
    void keepsALineThatIsTooLongForASecret() {
        String line = "x".repeat(257);
        output("Password: ");
        type(line + "\r");
        assertEquals(line + "\r", kept.toString());
        assertEquals(List.of(), withheld);
    }

    @Test
    void withholdsOneLineForOnePrompt() {
        output("Password: ");
        input("hunter2\rrm -rf /\r");
        later();
        later();
        assertEquals("\rrm -rf /\r", kept.toString());
        assertEquals(List.of("Password: 7"), withheld);
    }

    @Test
    void withholdsAgainWhenThePromptComesAgain() {
        output("Password: ");
        input("hunter2\r");
        output("\r\nSorry, try again.\r\nPassword: ");
        input("hunter3\r");
        output("\r\n# ");
        input("id\r");
        assertEquals("\r\rid\r", kept.toString());
        assertEquals(List.of("Password: 7", "Password: 7"), withheld);
    }

    @Test
    void decidesAfterAMomentWithoutAnyOutput() {
        output("Password: ");
        input("hunter2\r");
        assertEquals("", kept.toString());
        assertEquals(now + InputRedactor.ECHO_WITHIN, redactor.deadline().orElseThrow());
        redactor.due(now + InputRedactor.ECHO_WITHIN - 1);
        assertEquals("", kept.toString());
        later();
        assertEquals(List.of("Password: 7"), withheld);
        assertTrue(redactor.deadline().isEmpty());
    }

    @Test
    void withholdsWhatWasTypedWhenTheLineIsGivenUp() {
        output("Password: ");
        type("hunt\u0003");
        output("^C\r\n$ ");
        type("ls\r");
        assertEquals("\u0003ls\r", kept.toString());
        assertEquals(List.of("Password: 4"), withheld);
    }

    @Test
    void anEmptyAnswerIsKept() {
        output("Password: ");
        input("\r");
        assertEquals("\r", kept.toString());
        assertEquals(List.of(), withheld);
    }

    @Test
    void losesNothingAtTheEnd() {
        output("Password: ");
        type("hunt");
        assertEquals(4, redactor.undecided());
        redactor.close();
        assertEquals(List.of("Password: 4"), withheld);
        output("$ ");
        type("tail");
        redactor.close();
        assertEquals("tail", kept.toString());
    }

    @Test
    void aPromptThatIsNotTheLastLineIsNone() {
        output("Password: \r\nwelcome\r\n$ ");
        type("ls\r");
        assertEquals("ls\r", kept.toString());
    }

    @Test
    void seesAPromptOnEitherOutputOfACommand() {
        redactor.output(1, bytes("[sudo] password for deploy: "), 0, 28);
        input("hunter2\ncat > /tmp/x\n");
        later();
        assertEquals("\ncat > /tmp/x\n", kept.toString());
        assertEquals(List.of("[sudo] password for deploy: 7"), withheld);
    }

    @Test
    void aPromptInPiecesIsOne() {
        for (String one : characters("[sudo] password for alice: ")) {
            output(one);
        }
        type("hunter2\r");
        output("\r\n");
        assertEquals("\r", kept.toString());
    }

    @Test
    void commandsInAFakeLoopOfPromptsAreCounted() {
        for (int i = 0; i < 11; i++) {
            output("\r\nPassword: ");
            input("evil " + i + "\r");
            later();
        }
        assertEquals(11, withheld.size());
        assertTrue(new Counters(0, 0, 0, 0, withheld.size(), Map.of()).withholdsMuch());
    }
}
