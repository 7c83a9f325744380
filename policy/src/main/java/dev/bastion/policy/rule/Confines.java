package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * To what a rule's permits are confined. Where a list is empty, its permit is not confined; but nothing is forwarded to where
 * no destination says.
 *
 * @param commands what exec may run
 * @param readable the paths that sftp may read and list
 * @param writable the paths that sftp may change
 * @param destinations where to connections may be forwarded
 */
public record Confines(
        List<CommandPattern> commands, List<Glob> readable, List<Glob> writable, List<Destination> destinations) {

    public static final Confines NONE = new Confines(List.of(), List.of(), List.of(), List.of());

    public Confines {
        requireNonNull(commands, "commands is null");
        commands = List.copyOf(commands);
        requireNonNull(readable, "readable is null");
        readable = List.copyOf(readable);
        requireNonNull(writable, "writable is null");
        writable = List.copyOf(writable);
        requireNonNull(destinations, "destinations is null");
        destinations = List.copyOf(destinations);
    }

    /** Whether exec may run that command line. What a shell might read in more than one way, it may not. */
    public boolean allowsCommand(String line) {
        return commands.isEmpty()
                || CommandWords.of(line)
                        .filter(words -> !words.isEmpty())
                        .filter(words -> commands.stream().anyMatch(pattern -> pattern.matches(words)))
                        .isPresent();
    }

    /** Whether sftp may read or list that absolute path. */
    public boolean allowsReading(String path) {
        return readable.isEmpty() || readable.stream().anyMatch(glob -> glob.matches(path));
    }

    /** Whether sftp may change what is at that absolute path. */
    public boolean allowsWriting(String path) {
        return writable.isEmpty() || writable.stream().anyMatch(glob -> glob.matches(path));
    }

    /** Whether a connection may be forwarded to that place. */
    public boolean allowsForward(String host, int port) {
        return destinations.stream().anyMatch(destination -> destination.matches(host, port));
    }

    /** Whether all that the other ones allow is allowed here too, as far as the patterns' texts tell. */
    public boolean covers(Confines other) {
        return covers(commands, other.commands)
                && covers(readable, other.readable)
                && covers(writable, other.writable)
                && destinations.containsAll(other.destinations);
    }

    private static <T> boolean covers(List<T> these, List<T> others) {
        return these.isEmpty() || (!others.isEmpty() && these.containsAll(others));
    }

    /** Whether any path is confined. */
    public boolean confinesPaths() {
        return !readable.isEmpty() || !writable.isEmpty();
    }
}
