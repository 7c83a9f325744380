package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference is made from the code: {@code mvn -pl bastion -am test -Djvm.test.more=-Ddocs.update=true} writes it again. */
class CommandReferenceIsUpToDateTest {
    private static final Path PAGE = Path.of("../deploy/docs/commands.md");

    @Test
    void saysWhatTheTableSays() throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, CommandReference.markdown());
        }
        assertEquals(CommandReference.markdown(), Files.readString(PAGE));
    }
}
