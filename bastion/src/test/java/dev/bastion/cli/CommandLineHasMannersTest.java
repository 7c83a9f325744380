package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CommandLineHasMannersTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionGoesToStandardOutput() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().startsWith("bastion "), out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void noCommandIsWrongUsage() {
        assertEquals(2, run());
        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("no command given"), err::toString);
    }

    @Test
    void helpNamesItsOptions() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("--version"), out::toString);
        assertFalse(out.toString().contains("${"), out::toString);
    }

    @Test
    void fileOfArgumentsIsText() {
        assertEquals(2, run("@/etc/hostname"));
        assertTrue(err.toString().contains("@/etc/hostname"), err::toString);
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
