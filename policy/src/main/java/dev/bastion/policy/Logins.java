package dev.bastion.policy;

import java.util.ArrayList;
import java.util.List;

/** Which logins a person may ask for on several targets at once. */
final class Logins {

    private Logins() {}

    static List<String> openTo(AccessPolicy policy, Person person, List<Target> targets) {
        List<String> common = new ArrayList<>(policy.loginsOpenTo(person, targets.getFirst()));
        targets.forEach(target -> common.retainAll(policy.loginsOpenTo(person, target)));
        return common;
    }
}
