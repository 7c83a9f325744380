package dev.bastion.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternsTellWhatLiesBeneathTest {

    @ParameterizedTest
    @CsvSource({
        "/var/log/**, /, true",
        "/var/log/**, /var/, true",
        "/var/log/**, /var/log/, true",
        "/var/log/**, /var/log/a/b/, true",
        "/var/log/**, /va/, false",
        "/var/log/**, /var/logs/, false",
        "/var/log/**, /etc/, false",
        "/tmp/*, /, true",
        "/tmp/*, /tmp/, true",
        "/tmp/*, /tmp/a/, false",
        "/srv/*/conf/?.d, /srv/a/, true",
        "/srv/*/conf/?.d, /srv/a/conf/, true",
        "/srv/*/conf/?.d, /srv/a/b/, false",
        "/srv/*/conf/?.d, /srv/a/conf/x.d/, false",
        "/**/log, /a/b/c/, true",
        "/var/log/**, /var/log/../, false",
    })
    void saysWhetherSomethingMayMatch(String glob, String directory, boolean may) {
        assertEquals(may, new Glob(glob).mayMatchBeyond(directory));
    }

    @Test
    void saysWhetherAllOfItMatches() {
        assertTrue(new Glob("/var/log/**").matchesAllBeyond("/var/log/"));
        assertTrue(new Glob("/var/log/**").matchesAllBeyond("/var/log/a/"));
        assertFalse(new Glob("/var/log/**").matchesAllBeyond("/var/"));
        assertFalse(new Glob("/tmp/*").matchesAllBeyond("/tmp/"));
        assertFalse(new Glob("/**/log").matchesAllBeyond("/a/log/"));
    }

    @Test
    void takesTheLongestPatternThereMayBe() {
        Glob longest = new Glob("/" + "a".repeat(Glob.MAX_CHARACTERS - 3) + "/*");
        assertTrue(longest.mayMatchBeyond("/"));
        assertTrue(longest.mayMatchBeyond("/" + "a".repeat(Glob.MAX_CHARACTERS - 3) + "/"));
        assertFalse(longest.mayMatchBeyond("/b"));
    }
}
