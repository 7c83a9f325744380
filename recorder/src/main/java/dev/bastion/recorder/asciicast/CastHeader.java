package dev.bastion.recorder.asciicast;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The first line of an asciicast, whatever its version.
 *
 * @param columns width of the terminal, 1 to 65535
 * @param rows height of the terminal, 1 to 65535
 * @param timestamp start, in whole seconds since 1970
 * @param idleLimit seconds to which a player cuts gaps
 * @param command what ran
 * @param title what it is called
 * @param env environment kept with it; TERM among it
 * @param more keys that the format does not know, such as {@code bastion}
 */
public record CastHeader(
        int columns,
        int rows,
        OptionalLong timestamp,
        OptionalDouble idleLimit,
        Optional<String> command,
        Optional<String> title,
        java.util.SortedMap<String, String> env,
        ObjectNode more) {

    private static final int WIDEST = 65535;

    public CastHeader {
        if (columns < 1 || columns > WIDEST || rows < 1 || rows > WIDEST) {
            throw new IllegalArgumentException("terminal of " + columns + " by " + rows + " is none");
        }
        requireNonNull(timestamp, "timestamp is null");
        requireNonNull(idleLimit, "idleLimit is null");
        requireNonNull(command, "command is null");
        requireNonNull(title, "title is null");
        env = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(env));
        more = more.deepCopy();
    }
}
