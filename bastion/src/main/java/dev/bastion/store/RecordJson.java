package dev.bastion.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns records into plain JSON values and back, in one way only: component names in snake_case, times in RFC 3339 and
 * UTC, lengths in ISO 8601 ({@code PT45M}), constants in lower case with hyphens, sets sorted, an empty
 * {@code Optional} left out. Knows exactly the types that events are made of and refuses every other. Stateless.
 */
final class RecordJson {

    private RecordJson() {}

    /** The record's components, sorted by name. */
    static SortedMap<String, Object> write(Record record) {
        var object = new TreeMap<String, Object>();
        for (var component : record.getClass().getRecordComponents()) {
            write(component, record).ifPresent(value -> object.put(snake(component.getName()), value));
        }
        return object;
    }

    /**
     * The record that an object says.
     *
     * @throws MalformedLeafException when it says anything else, or more
     */
    static <R extends Record> R read(Class<R> type, JsonNode object) throws MalformedLeafException {
        var components = type.getRecordComponents();
        var names = Arrays.stream(components).map(c -> snake(c.getName())).toList();
        for (var property : object.properties()) {
            if (!names.contains(property.getKey())) {
                throw new MalformedLeafException("unknown key '" + property.getKey() + "' in " + type.getSimpleName());
            }
        }
        var values = new ArrayList<Object>();
        for (var component : components) {
            var node = object.get(snake(component.getName()));
            values.add(read(component.getGenericType(), Optional.ofNullable(node), component.getName()));
        }
        return construct(type, components, values.toArray());
    }

    private static Optional<Object> write(RecordComponent component, Record record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return value(accessor.invoke(record));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static Optional<Object> value(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.flatMap(RecordJson::value);
            case OptionalLong optional -> optional.isPresent() ? Optional.of(optional.getAsLong()) : Optional.empty();
            case String text -> Optional.of(text);
            case Long number -> Optional.of(number);
            case Integer number -> Optional.of(number.longValue());
            case Boolean truth -> Optional.of(truth);
            case Instant time -> Optional.of(time.toString());
            case Duration length -> Optional.of(length.toString());
            case Enum<?> constant -> Optional.of(word(constant));
            case Set<?> set -> Optional.of(new TreeSet<>(values(set)));
            case Collection<?> list -> Optional.of(values(list));
            case Map<?, ?> map -> Optional.of(entries(map));
            case Record record -> Optional.of(write(record));
            default -> throw new IllegalStateException("no JSON for " + value);
        };
    }

    private static List<Object> values(Collection<?> collection) {
        return collection.stream().map(element -> value(element).orElseThrow()).toList();
    }

    private static SortedMap<String, Object> entries(Map<?, ?> map) {
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, element) ->
                sorted.put(value(key).orElseThrow().toString(), value(element).orElseThrow()));
        return sorted;
    }

    private static Object read(Type type, Optional<JsonNode> node, String name) throws MalformedLeafException {
        if (type == OptionalLong.class) {
            return node.isPresent() ? OptionalLong.of(number(node.get(), name)) : OptionalLong.empty();
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return node.isPresent()
                    ? Optional.of(read(generic.getActualTypeArguments()[0], node, name))
                    : Optional.empty();
        }
        if (node.isEmpty()) {
            throw new MalformedLeafException("'" + name + "' is missing");
        }
        return type instanceof ParameterizedType generic
                ? readMany(generic, node.get(), name)
                : readOne((Class<?>) type, node.get(), name);
    }

    private static Object readMany(ParameterizedType type, JsonNode node, String name) throws MalformedLeafException {
        var arguments = type.getActualTypeArguments();
        if (type.getRawType() == Map.class && arguments[0] == String.class && node.isObject()) {
            var map = new TreeMap<String, Object>();
            for (var property : node.properties()) {
                map.put(property.getKey(), read(arguments[1], Optional.of(property.getValue()), name));
            }
            return map;
        }
        if (!node.isArray()) {
            throw new MalformedLeafException("'" + name + "' is no list");
        }
        var list = new ArrayList<Object>();
        for (var element : node) {
            list.add(read(arguments[0], Optional.of(element), name));
        }
        return type.getRawType() == Set.class ? Set.copyOf(list) : List.copyOf(list);
    }

    private static Object readOne(Class<?> type, JsonNode node, String name) throws MalformedLeafException {
        try {
            if (type == String.class) {
                return text(node, name);
            } else if (type == long.class || type == Long.class) {
                return number(node, name);
            } else if (type == int.class || type == Integer.class) {
                return Math.toIntExact(number(node, name));
            } else if (type == boolean.class || type == Boolean.class) {
                return truth(node, name);
            } else if (type == Instant.class) {
                return Instant.parse(text(node, name));
            } else if (type == Duration.class) {
                return Duration.parse(text(node, name));
            } else if (type.isEnum()) {
                return constant(type, text(node, name));
            } else if (type.isRecord() && node.isObject()) {
                return read(type.asSubclass(Record.class), node);
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new MalformedLeafException("'" + name + "' is malformed", e);
        }
        throw new MalformedLeafException("'" + name + "' is no " + type.getSimpleName());
    }

    private static Object constant(Class<?> type, String word) throws MalformedLeafException {
        for (var constant : type.getEnumConstants()) {
            if (word((Enum<?>) constant).equals(word)) {
                return constant;
            }
        }
        throw new MalformedLeafException("'" + word + "' is no " + type.getSimpleName());
    }

    private static String text(JsonNode node, String name) throws MalformedLeafException {
        if (!node.isTextual()) {
            throw new MalformedLeafException("'" + name + "' is no text");
        }
        return node.textValue();
    }

    private static long number(JsonNode node, String name) throws MalformedLeafException {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new MalformedLeafException("'" + name + "' is no whole number");
        }
        return node.longValue();
    }

    private static boolean truth(JsonNode node, String name) throws MalformedLeafException {
        if (!node.isBoolean()) {
            throw new MalformedLeafException("'" + name + "' is neither true nor false");
        }
        return node.booleanValue();
    }

    private static <R extends Record> R construct(Class<R> type, RecordComponent[] components, Object[] values)
            throws MalformedLeafException {
        try {
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new MalformedLeafException(
                    type.getSimpleName() + " refuses it: " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
