package dev.bastion.policy;

import dev.bastion.policy.text.HostNames;
import dev.bastion.policy.text.Plain;
import dev.bastion.policy.yaml.YamlValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people, groups, targets, rules, labels and logins may be called. */
public final class Naming {

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?");
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}\\$?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,62}[A-Za-z0-9])?");

    /** No blank, comma, quote or {@code #}: each would mean something in an AuthorizedPrincipalsFile. */
    private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._:@/+-]{0,62}[A-Za-z0-9_])?");

    private Naming() {}

    /** Whether a person, a group or a rule may be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Notes a problem when that is no name for a person, a group or a rule. */
    public static boolean name(YamlValue at, String name) {
        if (isName(name)) {
            return true;
        }
        at.problem(
                "'" + Plain.shown(name) + "' is not a name",
                "names have 1 to 64 of a-z 0-9 . _ - and begin and end with a letter or digit");
        return false;
    }

    /** The same for a target, which must also not look like an address: clients and resolvers take 127.1 for one. */
    static boolean targetName(YamlValue at, String name) {
        if (!name(at, name)) {
            return false;
        }
        if (HostNames.isName(name)) {
            return true;
        }
        at.problem(
                "'" + Plain.shown(name) + "' could be taken for an address",
                "the part after the last dot must not be a number, and no part empty");
        return false;
    }

    static Optional<String> login(YamlValue at) {
        return at.text().filter(login -> fits(at, login, LOGIN, "a login", "A-Z a-z 0-9 . _ - and a $ at the end"));
    }

    /** What a certificate names and a host's AuthorizedPrincipalsFile lists. */
    static Optional<String> principal(YamlValue at) {
        return at.text().filter(name -> fits(at, name, PRINCIPAL, "a principal", "A-Z a-z 0-9 . _ : @ / + -"));
    }

    static boolean label(YamlValue at, String name) {
        return fits(at, name, LABEL, "a label", "A-Z a-z 0-9 . _ - /");
    }

    private static boolean fits(YamlValue at, String text, Pattern form, String what, String characters) {
        boolean fits = form.matcher(text).matches();
        if (!fits) {
            at.problem("'" + Plain.shown(text) + "' is not " + what, what + " has 1 to 64 of " + characters);
        }
        return fits;
    }
}
