package dev.bastion.policy;

import dev.bastion.policy.Rule.PastLimit;
import dev.bastion.policy.Rule.StartAt;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code rules}, once people and targets are known. For one thread. */
final class RuleReader {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration LONGEST_REVIEW = Duration.ofDays(90);
    private static final Duration DEFAULT_LAPSE = Duration.ofHours(1);
    private static final long DEFAULT_EXEC_LIMIT = 10L << 20;
    private static final long MOST_EXEC_LIMIT = 1L << 40;
    private static final String WHAT_NO_RULE_NAMES = "what no rule names is not given";
    private static final Map<String, Boolean> REASON = Map.of("required", true, "optional", false);
    private static final Map<String, StartAt> START =
            Map.of("approval", StartAt.APPROVAL, "first-use", StartAt.FIRST_USE);
    private static final Map<String, PastLimit> PAST_LIMIT = Map.of("digest", PastLimit.DIGEST, "end", PastLimit.END);
    private static final Map<String, Permit> PERMITS =
            Stream.of(Permit.values()).collect(Collectors.toUnmodifiableMap(Permit::word, permit -> permit));

    private final KnownNames known;
    private final ScopeReader scopes;
    private final ApprovalsReader approvals;
    private final List<Target> targets;
    private final Set<String> names = new HashSet<>();

    RuleReader(KnownNames known, ScopeReader scopes, List<Person> people, List<Target> targets) {
        this.known = known;
        this.scopes = scopes;
        this.approvals = new ApprovalsReader(known, people);
        this.targets = targets;
    }

    List<Rule> read(List<YamlValue> items) {
        return items.stream()
                .flatMap(item -> item.map().stream())
                .flatMap(map -> read(map).stream())
                .toList();
    }

    /** Everything is read before anything is built, so that every problem is found. */
    private Optional<Rule> read(YamlMap map) {
        Optional<String> name = name(map);
        Set<String> groups = who(map, "groups");
        Set<String> people = who(map, "people");
        if (!map.has("groups") && !map.has("people")) {
            map.problem("nobody is named who may ask", "name them: groups: [engineers], or people: [alice]");
        }
        TargetScope scope = scopes.read(map);
        Set<String> logins = logins(map, scope);
        Set<Permit> permits = permits(map);
        Optional<Lengths> lengths =
                map.required("duration").flatMap(YamlValue::map).flatMap(this::lengths);
        Optional<Rule.Approvals> approval = approvals.read(map);
        boolean reason = map.word("reason", REASON).orElse(true);
        Optional<TicketPattern> ticket = map.value("ticket").flatMap(RuleReader::ticket);
        Optional<StartAt> start = map.has("start") ? map.word("start", START) : Optional.of(StartAt.APPROVAL);
        Optional<Duration> latestStart = latestStart(map, start);
        Duration lapse = map.duration("lapse", SHORTEST, LONGEST).orElse(DEFAULT_LAPSE);
        boolean plainKey = map.flag("plain-key").orElse(false);
        Optional<YamlMap> exec = map.map("exec-recording");
        long execLimit = exec.map(
                        limit -> limit.size("limit", 0, MOST_EXEC_LIMIT).orElse(DEFAULT_EXEC_LIMIT))
                .orElse(DEFAULT_EXEC_LIMIT);
        PastLimit pastLimit =
                exec.flatMap(limit -> limit.word("then", PAST_LIMIT)).orElse(PastLimit.DIGEST);
        exec.ifPresent(YamlMap::refuseUnknown);
        Optional<Duration> review = map.map("review").flatMap(RuleReader::review);
        map.refuseUnknown();
        boolean startsSoundly = start.isPresent() && latestStart.isPresent() == (start.get() == StartAt.FIRST_USE);
        if (name.isEmpty() || lengths.isEmpty() || !startsSoundly) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                name.get(),
                groups,
                people,
                scope,
                logins,
                permits,
                lengths.get().byDefault(),
                lengths.get().max(),
                approval,
                reason,
                ticket,
                start.get(),
                latestStart,
                lapse,
                plainKey,
                execLimit,
                pastLimit,
                review));
    }

    private Optional<String> name(YamlMap map) {
        Optional<YamlValue> at = map.required("name");
        return at.flatMap(YamlValue::text).filter(name -> Naming.name(at.get(), name) && unused(at.get(), name));
    }

    private boolean unused(YamlValue at, String name) {
        boolean unused = names.add(name);
        if (!unused) {
            at.problem("another rule is called '" + name + "' already", "a rule's name is its own");
        }
        return unused;
    }

    private Set<String> who(YamlMap map, String key) {
        Set<String> who = new TreeSet<>();
        for (YamlValue item : map.list(key)) {
            item.text()
                    .filter(name -> key.equals("groups") ? known.group(item, name) : known.person(item, name))
                    .ifPresent(who::add);
        }
        return who;
    }

    /** A login that none of the rule's targets has is a slip of the pen. */
    private Set<String> logins(YamlMap map, TargetScope scope) {
        Set<String> there = targets.stream()
                .filter(scope::covers)
                .flatMap(target -> target.logins().stream())
                .collect(Collectors.toSet());
        Set<String> logins = new TreeSet<>();
        for (YamlValue item : map.filledList("logins", WHAT_NO_RULE_NAMES)) {
            Optional<String> login = Naming.login(item);
            login.ifPresent(logins::add);
            login.filter(name -> !there.isEmpty() && !there.contains(name))
                    .ifPresent(name -> item.problem(
                            "no target of this rule has a login '" + name + "'",
                            "they have: " + String.join(", ", new TreeSet<>(there))));
        }
        return logins;
    }

    private static Set<Permit> permits(YamlMap map) {
        Set<Permit> permits = EnumSet.noneOf(Permit.class);
        map.filledList("permits", WHAT_NO_RULE_NAMES)
                .forEach(item -> item.word(PERMITS).ifPresent(permits::add));
        return permits;
    }

    private record Lengths(Duration byDefault, Duration max) {}

    private Optional<Lengths> lengths(YamlMap map) {
        Optional<Duration> max = map.required("max").flatMap(value -> value.duration(SHORTEST, LONGEST));
        Optional<Duration> byDefault =
                map.duration("default", SHORTEST, LONGEST).or(() -> max);
        map.refuseUnknown();
        if (max.isEmpty() || byDefault.isEmpty()) {
            return Optional.empty();
        }
        if (byDefault.get().compareTo(max.get()) > 0) {
            map.problem("default", "the default is longer than the maximum", "make default at most max");
            return Optional.empty();
        }
        return Optional.of(new Lengths(byDefault.get(), max.get()));
    }

    private static Optional<TicketPattern> ticket(YamlValue at) {
        return at.text().flatMap(text -> {
            try {
                return Optional.of(new TicketPattern(text));
            } catch (IllegalArgumentException e) {
                at.problem(
                        "this is not a ticket pattern: " + e.getMessage(),
                        "it is a regular expression of RE2 for the whole ticket, such as INC-[0-9]+");
                return Optional.empty();
            }
        });
    }

    private static Optional<Duration> latestStart(YamlMap map, Optional<StartAt> start) {
        Optional<Duration> latest = map.duration("latest-start", SHORTEST, LONGEST);
        boolean said = map.has("latest-start");
        if (start.equals(Optional.of(StartAt.FIRST_USE)) && !said) {
            map.problem("start", "a grant that starts at first use must start some time", "add latest-start: 8h");
        }
        if (start.equals(Optional.of(StartAt.APPROVAL)) && said) {
            map.problem("latest-start", "this grant starts at approval", "add start: first-use, or leave this out");
        }
        return latest;
    }

    private static Optional<Duration> review(YamlMap map) {
        Optional<Duration> within = map.required("within").flatMap(value -> value.duration(SHORTEST, LONGEST_REVIEW));
        map.refuseUnknown();
        return within;
    }
}
