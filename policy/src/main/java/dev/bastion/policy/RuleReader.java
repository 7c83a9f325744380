package dev.bastion.policy;

import dev.bastion.policy.rule.AftermathReader;
import dev.bastion.policy.rule.Agreement;
import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.Condition;
import dev.bastion.policy.rule.ConditionReader;
import dev.bastion.policy.rule.Confines;
import dev.bastion.policy.rule.ConfinesReader;
import dev.bastion.policy.rule.ExecRecording;
import dev.bastion.policy.rule.ExecRecordingReader;
import dev.bastion.policy.rule.Mask;
import dev.bastion.policy.rule.MasksReader;
import dev.bastion.policy.rule.Papers;
import dev.bastion.policy.rule.PapersReader;
import dev.bastion.policy.rule.ReviewTerms;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.rule.SecondFactorReader;
import dev.bastion.policy.rule.Terms;
import dev.bastion.policy.rule.TermsReader;
import dev.bastion.policy.rule.Use;
import dev.bastion.policy.rule.UseReader;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code rules}, once people, targets and classes of retention are known. For one thread. */
final class RuleReader {

    private static final String WHAT_NO_RULE_NAMES = "what no rule names is not given";
    private static final Map<String, Permit> PERMITS =
            Stream.of(Permit.values()).collect(Collectors.toUnmodifiableMap(Permit::word, permit -> permit));

    private final KnownNames known;
    private final ScopeReader scopes;
    private final AgreementReader agreements;
    private final TermsReader terms;
    private final TargetIndex targets;
    private final Set<String> names = new HashSet<>();

    RuleReader(KnownNames known, ScopeReader scopes, TermsReader terms, List<Person> people, List<Target> targets) {
        this.known = known;
        this.scopes = scopes;
        this.agreements = new AgreementReader(known, people);
        this.terms = terms;
        this.targets = new TargetIndex(targets);
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
        Askers askers = askers(map);
        TargetScope scope = scopes.read(map);
        Set<String> logins = logins(map, scope);
        Optional<Condition> when = map.value("when").flatMap(ConditionReader::read);
        Set<Permit> permits = permits(map);
        Confines confines = ConfinesReader.read(map, word -> permits.contains(PERMITS.get(word)));
        Optional<Terms> length = terms.read(map);
        Optional<Agreement> agreement = agreements.read(map);
        Papers papers = PapersReader.read(map);
        Use use = UseReader.read(map);
        SecondFactor factor = SecondFactorReader.read(map);
        ExecRecording exec = ExecRecordingReader.read(map);
        Set<Mask> masks = MasksReader.read(map, word -> permits.contains(PERMITS.get(word)));
        Optional<ReviewTerms> review = AftermathReader.review(map, known::group);
        Optional<BreakGlass> glass = AftermathReader.breakGlass(map, length);
        Optional<String> retention = retention(map, review.isPresent());
        map.refuseUnknown();
        if (name.isEmpty() || length.isEmpty() || agreement.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                name.get(),
                askers,
                scope,
                logins,
                when,
                permits,
                confines,
                length.get(),
                agreement.get(),
                papers,
                use,
                factor,
                exec,
                masks,
                review,
                glass,
                retention));
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

    private Askers askers(YamlMap map) {
        Askers askers = new Askers(who(map, "groups"), who(map, "people"));
        if (!map.has("groups") && !map.has("people")) {
            map.problem("nobody is named who may ask", "name them: groups: [engineers], or people: [alice]");
        }
        return askers;
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
        Set<String> there =
                targets.of(scope).flatMap(target -> target.logins().stream()).collect(Collectors.toSet());
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

    /** What nobody reviews is never deleted, so that a class would say what is not so. */
    private Optional<String> retention(YamlMap map, boolean reviewed) {
        Optional<YamlValue> at = map.value("retention");
        if (!reviewed) {
            at.ifPresent(value -> value.problem(
                    "recordings are deleted only after their review, and this rule asks for none",
                    "add review: {within: 24h}, or leave this out to keep them for ever"));
        }
        return at.flatMap(YamlValue::text).filter(name -> known.retention(at.get(), name));
    }
}
