package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Permit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** How the rows of a shadow table are written: to which tables, and in which shape a value goes into a column. */
record ShadowSql(Handle handle, String prefix) {

    ShadowSql {
        requireNonNull(handle, "handle is null");
        requireNonNull(prefix, "prefix is null");
    }

    /** A statement in which {@code <t>} stands before each table's name. */
    Update update(String sql) {
        return handle.createUpdate(sql).define("t", prefix);
    }

    /** The same for something that happened {@code :at} a time. */
    Update update(String sql, Instant at) {
        return update(sql).bind("at", micros(at));
    }

    /** PostgreSQL keeps no NUL in a text; the leaf has it all the same. */
    static String text(String text) {
        return text.replace('\0', '\uFFFD');
    }

    static Optional<String> text(Optional<String> text) {
        return text.map(ShadowSql::text);
    }

    static String words(Collection<?> values) {
        return text(values.stream().map(Object::toString).collect(Collectors.joining(" ")));
    }

    /** {@code email=1 pan=2}; read by {@link #counts(String)}. */
    static String counts(Map<String, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(count -> count.getKey() + "=" + count.getValue())
                        .collect(Collectors.joining(" "));
    }

    static Map<String, Long> counts(String text) {
        return text.isEmpty()
                ? Map.of()
                : Stream.of(text.split(" "))
                        .map(count -> count.split("=", 2))
                        .collect(Collectors.toMap(count -> count[0], count -> Long.parseLong(count[1])));
    }

    static String permits(Collection<Permit> permits) {
        return permits.stream().map(Permit::word).collect(Collectors.joining(" "));
    }

    static Optional<Long> number(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    static Optional<Long> micros(Optional<Instant> time) {
        return time.map(ShadowSql::micros);
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
