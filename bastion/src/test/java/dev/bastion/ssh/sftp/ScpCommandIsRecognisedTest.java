package dev.bastion.ssh.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.recorder.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScpCommandIsRecognisedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "scp -t /srv/x             | TO_TARGET | false | /srv/x",
                "scp -r -p -f /srv/x       | TO_PERSON | true  | /srv/x",
                "scp -v -d -t -- -odd      | TO_TARGET | false | -odd",
                "scp -qrt .                | TO_TARGET | true  | .",
                "scp -pt '/a b'            | TO_TARGET | false | '/a b'",
                "/usr/bin/scp -f \"a;b\"   | TO_PERSON | false | \"a;b\"",
                "scp -f a*.log b?.log      | TO_PERSON | false | a*.log b?.log",
                "scp -t ~                  | TO_TARGET | false | ~",
                "scp -t a\\ b              | TO_TARGET | false | a\\x5c b",
            })
    void readsWhatClientsSend(String command, Direction direction, boolean recursive, String path) {
        ScpCommand read = parse(command).orElseThrow();
        assertEquals(direction, read.direction());
        assertEquals(recursive, read.recursive());
        assertEquals(path, read.path().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "scp",
                "scp x y",
                "scp -t",
                "scp -t -f x",
                "scp -tf x",
                "scp -t x; bash",
                "scp -t x\nbash",
                "scp -t x & bash",
                "scp -t x | bash",
                "scp -t $(bash)",
                "scp -t `bash`",
                "scp -t \"$(bash)\"",
                "scp -t $HOME",
                "scp -t x > y",
                "scp -t 'x",
                "scp -t \"x",
                "scp -t x -S bash",
                "scp -S bash -t x",
                "scp -oProxyCommand=bash -t x",
                "X=y scp -t x",
                "sh -c 'scp -t x'",
                "rsync --server . x",
                "myscp -t x",
                "./scp -t x",
                "scp -t x\\\n",
            })
    void leavesTheRestAlone(String command) {
        assertEquals(Optional.empty(), parse(command));
    }

    private static Optional<ScpCommand> parse(String command) {
        return ScpCommand.parse(command.getBytes(StandardCharsets.UTF_8));
    }
}
