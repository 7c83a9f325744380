package dev.bastion.policy.rule;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads {@code hours: [{days: [mon-fri], from: "08:00", to: "18:00", zone: Europe/Berlin}]} of a rule. Stateless. */
public final class HoursReader {

    private static final int MOST_WINDOWS = 32;
    private static final Map<String, Set<DayOfWeek>> DAYS = days();

    private HoursReader() {}

    public static Hours read(YamlMap rule) {
        List<TimeWindow> windows = new ArrayList<>();
        List<YamlValue> items = rule.list("hours");
        items.stream()
                .flatMap(item -> item.map().stream())
                .forEach(map -> window(map).ifPresent(windows::add));
        if (items.size() > MOST_WINDOWS) {
            rule.problem(
                    "hours", "these are more than " + MOST_WINDOWS + " windows", "join those that belong together");
        }
        return new Hours(windows, windows.stream().map(HoursReader::said).collect(Collectors.joining(", ")));
    }

    private static Optional<TimeWindow> window(YamlMap map) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        map.filledList("days", "name them: mon, tue, … or mon-fri")
                .forEach(item -> item.word(DAYS).ifPresent(days::addAll));
        Optional<LocalTime> from = map.required("from").flatMap(HoursReader::time);
        Optional<LocalTime> to = map.required("to").flatMap(HoursReader::time);
        Optional<ZoneId> zone = map.required("zone").flatMap(HoursReader::zone);
        map.refuseUnknown();
        return days.isEmpty() || from.isEmpty() || to.isEmpty() || zone.isEmpty()
                ? Optional.empty()
                : Optional.of(new TimeWindow(days, from.get(), to.get(), zone.get()));
    }

    private static Optional<LocalTime> time(YamlValue at) {
        Optional<String> text = at.text();
        if (text.isPresent() && !text.get().matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
            at.problem("this is no time of day", "write it with quotes, like \"08:00\"");
            return Optional.empty();
        }
        return text.map(LocalTime::parse);
    }

    private static Optional<ZoneId> zone(YamlValue at) {
        Optional<String> text = at.text();
        try {
            return text.map(ZoneId::of);
        } catch (DateTimeException e) {
            at.problem("there is no such time zone", "write it like Europe/Berlin or UTC");
            return Optional.empty();
        }
    }

    private static String said(TimeWindow window) {
        String days = window.days().stream().map(HoursReader::shortName).collect(Collectors.joining(" "));
        return days + " " + window.from() + "-" + window.to() + " " + window.zone();
    }

    private static Map<String, Set<DayOfWeek>> days() {
        Map<String, Set<DayOfWeek>> days = new TreeMap<>();
        for (DayOfWeek first : DayOfWeek.values()) {
            days.put(shortName(first), EnumSet.of(first));
        }
        days.put("mon-fri", EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        days.put("sat-sun", EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
        days.put("every-day", EnumSet.allOf(DayOfWeek.class));
        return days;
    }

    private static String shortName(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
