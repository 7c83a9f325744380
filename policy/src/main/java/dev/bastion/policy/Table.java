package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Rows by key, in the order of the keys. One thread writes; any may read a {@link #base}. */
abstract sealed class Table<K extends Comparable<K>, V> {

    static <K extends Comparable<K>, V> Table<K, V> base() {
        return new Base<>();
    }

    /** The rows of this table with changes of its own, which this table never sees. For one thread. */
    Table<K, V> overlay() {
        return new Overlay<>(this);
    }

    abstract Optional<V> row(K key);

    abstract void put(K key, V value);

    abstract void remove(K key);

    /** The rows between the two keys, both included, by key; a copy. */
    abstract NavigableMap<K, V> between(K from, K to);

    /** A copy. */
    abstract NavigableMap<K, V> all();

    List<V> rows() {
        return new ArrayList<>(all().values());
    }

    List<V> rows(K from, K to) {
        return new ArrayList<>(between(from, to).values());
    }

    private static final class Base<K extends Comparable<K>, V> extends Table<K, V> {

        private final ConcurrentSkipListMap<K, V> map = new ConcurrentSkipListMap<>();

        @Override
        Optional<V> row(K key) {
            return Optional.ofNullable(map.get(key));
        }

        @Override
        void put(K key, V value) {
            map.put(key, value);
        }

        @Override
        void remove(K key) {
            map.remove(key);
        }

        @Override
        NavigableMap<K, V> between(K from, K to) {
            return new TreeMap<>(map.subMap(from, true, to, true));
        }

        @Override
        NavigableMap<K, V> all() {
            return new TreeMap<>(map);
        }
    }

    private static final class Overlay<K extends Comparable<K>, V> extends Table<K, V> {

        private final Table<K, V> below;
        /** Nothing in place of a value says that the row below is gone. */
        private final TreeMap<K, Optional<V>> changes = new TreeMap<>();

        Overlay(Table<K, V> below) {
            this.below = requireNonNull(below, "below is null");
        }

        @Override
        Optional<V> row(K key) {
            Optional<V> change = changes.get(key);
            return change == null ? below.row(key) : change;
        }

        @Override
        void put(K key, V value) {
            changes.put(key, Optional.of(value));
        }

        @Override
        void remove(K key) {
            changes.put(key, Optional.empty());
        }

        @Override
        NavigableMap<K, V> between(K from, K to) {
            return laidOver(below.between(from, to), changes.subMap(from, true, to, true));
        }

        @Override
        NavigableMap<K, V> all() {
            return laidOver(below.all(), changes);
        }

        private NavigableMap<K, V> laidOver(NavigableMap<K, V> rows, NavigableMap<K, Optional<V>> above) {
            above.forEach(
                    (key, change) -> change.ifPresentOrElse(value -> rows.put(key, value), () -> rows.remove(key)));
            return rows;
        }
    }
}
