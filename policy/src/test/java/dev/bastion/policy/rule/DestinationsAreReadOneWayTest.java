package dev.bastion.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsAreReadOneWayTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:5432, localhost, 5432",
        "localhost:5432, LOCALHOST., 5432",
        "LocalHost:5432, localhost, 5432",
        "db-?.internal:3306, db-7.internal, 3306",
        "*.internal:3306, db-7.internal, 3306",
        "10.0.0.?:443, 10.0.0.7, 443",
        "10.0.*.5:443, 10.0.17.5, 443",
        "127.0.0.1:80, 127.0.0.1, 80",
        "[::1]:8080, ::1, 8080",
        "[::1]:8080, 0:0:0:0:0:0:0:1, 8080",
        "127.0.0.1:80, ::ffff:127.0.0.1, 80"
    })
    void matches(String text, String host, int port) {
        assertTrue(new Destination(text).matches(host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:5432, localhost, 5433",
        "localhost:5432, localhost.example, 5432",
        "localhost:5432, 127.0.0.1, 5432",
        "db-?.internal:3306, db-17.internal, 3306",
        "db-?.internal:3306, db-.internal, 3306",
        "*.internal:3306, a.b.internal, 3306",
        "*:3306, ::1, 3306",
        "*:3306, 10.0.0.1, 3306",
        "*.*.*.*:3306, 127.1, 3306",
        "10.0.0.?:443, 10.0.0.77, 443",
        "127.0.0.1:80, 2130706433, 80",
        "127.0.0.1:80, 127.0.0.01, 80",
        "127.0.0.1:80, 127.0.0.1%lo, 80"
    })
    void doesNotMatch(String text, String host, int port) {
        assertFalse(new Destination(text).matches(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:",
                "localhost:0",
                "localhost:05432",
                "localhost:65536",
                "localhost:99999",
                "localhost:*",
                "localhost:5432 ",
                "local host:5432",
                "::1:80",
                "[::1]",
                "[localhost]:80",
                "[::g]:80",
                "127.1:80",
                "löcalhost:80",
                "-db:80",
                "db..internal:80",
                "localhost:22",
                "*:22"
            })
    void noOddTextIsADestination(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Destination(text));
    }

    @Test
    void aHostHasOneForm() {
        assertEquals(Optional.of("db.internal"), Destination.canonical("DB.Internal."));
        assertEquals(Optional.of("127.0.0.1"), Destination.canonical("127.0.0.1"));
        assertEquals(Optional.of("0:0:0:0:0:0:0:1"), Destination.canonical("::1"));
        for (String odd :
                new String[] {"", ".", "a b", "a..b", "127.1", "0x7f.1", "a\u0000", "b\u00fccher", "db..", "::1%lo"}) {
            assertEquals(Optional.empty(), Destination.canonical(odd), odd);
        }
    }
}
