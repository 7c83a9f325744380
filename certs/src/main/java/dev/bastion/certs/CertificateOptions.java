package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The critical options or the extensions of a certificate: names in bytewise order, none twice, each with data that
 * is empty (a flag) or holds exactly one string (PROTOCOL.certkeys). Immutable.
 */
final class CertificateOptions {
    private static final byte[] FLAG = new byte[0];

    /** The data as it stands on the wire, that is with the length of the inner string before a value. */
    private final SortedMap<String, byte[]> data;

    private CertificateOptions(SortedMap<String, byte[]> data) {
        this.data = data;
    }

    /** Options from plain values; an empty value makes a flag. */
    static CertificateOptions of(Map<String, String> values) {
        SortedMap<String, byte[]> data = new TreeMap<>();
        values.forEach((name, value) -> data.put(
                requireNonNull(name, "name is null"),
                value.isEmpty() ? FLAG : new WireWriter().writeText(value).toByteArray()));
        return new CertificateOptions(data);
    }

    static CertificateOptions read(WireReader reader, String what) throws WireException {
        SortedMap<String, byte[]> data = new TreeMap<>();
        while (!reader.atEnd()) {
            String name = reader.readName("the name of one of " + what);
            if (!data.isEmpty() && data.lastKey().compareTo(name) >= 0) {
                throw new WireException("\"" + name + "\" is out of order or twice among " + what);
            }
            data.put(name, readData(reader, name));
        }
        return new CertificateOptions(data);
    }

    private static byte[] readData(WireReader reader, String name) throws WireException {
        byte[] content = reader.readString("the data of \"" + name + "\"");
        if (content.length > 0) {
            WireReader inner = new WireReader(content);
            inner.readString("the value of \"" + name + "\"");
            inner.requireEnd("the value of \"" + name + "\"");
        }
        return content;
    }

    byte[] encode() {
        WireWriter writer = new WireWriter();
        data.forEach((name, content) -> writer.writeText(name).writeString(content));
        return writer.toByteArray();
    }

    boolean has(String name) {
        return data.containsKey(name);
    }

    Iterable<String> names() {
        return data.keySet();
    }

    boolean hasFlag(String name) {
        byte[] content = data.get(name);
        return content != null && content.length == 0;
    }

    /** The values by name, without their inner length; a flag has an empty one. Fresh arrays. */
    SortedMap<String, byte[]> values() {
        SortedMap<String, byte[]> values = new TreeMap<>();
        data.forEach((name, content) -> values.put(name, value(content)));
        return Collections.unmodifiableSortedMap(values);
    }

    /** A value as text, where bytes that are not ASCII become {@code U+FFFD} and so match nothing. */
    String text(String name) {
        return new String(value(data.getOrDefault(name, FLAG)), StandardCharsets.US_ASCII);
    }

    private static byte[] value(byte[] content) {
        return content.length == 0 ? FLAG : Arrays.copyOfRange(content, Integer.BYTES, content.length);
    }
}
