package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.ssh.RequestRules.FromClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnlyNamedRequestsPassTest {
    @ParameterizedTest
    @CsvSource({
        "shell,START",
        "exec,START",
        "subsystem,START",
        "pty-req,PTY",
        "env,ENVIRONMENT",
        "window-change,RESIZE",
        "signal,SIGNAL",
        "break,SIGNAL",
        "eow@openssh.com,FORWARD",
        "auth-agent-req@openssh.com,AGENT",
        "x11-req,NOT_GRANTED",
        "auth-agent-req,REFUSE",
        "exit-status,REFUSE",
        "exit-signal,REFUSE",
        "xon-xoff,REFUSE",
        "EXEC,REFUSE",
        "'exec ',REFUSE",
        "'',REFUSE",
        "hostkeys-00@openssh.com,REFUSE"
    })
    void knowsEachRequestOfTheClient(String name, FromClient meaning) {
        assertEquals(meaning, RequestRules.fromClient(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit-status", "exit-signal", "xon-xoff", "eow@openssh.com"})
    void passesWhatTellsOfTheEnd(String name) {
        assertTrue(RequestRules.fromTarget(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"exec", "shell", "subsystem", "pty-req", "env", "signal", "x11-req", "keepalive@openssh.com"})
    void passesNothingElseOfTheTarget(String name) {
        assertFalse(RequestRules.fromTarget(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANG", "LANGUAGE", "TERM", "COLORTERM", "NO_COLOR", "TZ", "LC_ALL", "LC_TIME"})
    void passesLanguageTerminalAndTimeZone(String variable) {
        assertTrue(RequestRules.environment(variable));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD",
                "PATH",
                "BASH_ENV",
                "lang",
                "LC",
                "SSH_AUTH_SOCK",
                "LC_00000000000000000000000000000000000000",
                "LC_A=B",
                "LC_A\u0000B",
                "LC_\u202e",
                ""
            })
    void passesNoOtherVariable(String variable) {
        assertFalse(RequestRules.environment(variable));
    }
}
