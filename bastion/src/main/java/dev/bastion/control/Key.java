package dev.bastion.control;

/** What a key means to the player. */
enum Key {
    /** Space: stop, and go on. */
    PAUSE,
    /** Left arrow. */
    BACK,
    /** Right arrow. */
    FORWARD,
    /** {@code +}. */
    FASTER,
    /** {@code -}. */
    SLOWER,
    /** {@code q}, Ctrl-C, Ctrl-D, or the client is gone. */
    QUIT
}
