package dev.bastion.control;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The keys of a person's own terminal, read by a virtual thread of its own until the input ends. */
final class Keyboard implements Remote {
    /** Somebody who leans on the keyboard fills no memory. */
    private static final int KEYS_AHEAD = 64;

    private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>(KEYS_AHEAD);

    private Keyboard() {}

    static Keyboard reading(InputStream in) {
        Keyboard keyboard = new Keyboard();
        Thread.ofVirtual().name("keyboard").start(() -> keyboard.read(in));
        return keyboard;
    }

    /** The person's end is gone: the player stops whatever it does. */
    void hangUp() {
        keys.clear();
        keys.add(Key.QUIT);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Optional<Key> await(Duration longest) throws InterruptedException {
        return Optional.ofNullable(keys.poll(longest.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void read(InputStream in) {
        KeyReader reader = new KeyReader();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                Optional<Key> key = reader.read(c);
                if (key.isPresent() && !keys.offer(key.get()) && key.get() == Key.QUIT) {
                    hangUp();
                }
            }
        } catch (IOException gone) {
            hangUp();
        }
    }
}
