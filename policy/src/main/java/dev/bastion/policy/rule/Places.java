package dev.bastion.policy.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Seats people at the places that quorums ask for, so that as many places as can be are filled: whoever is of two groups
 * moves to the other's place when somebody else has only this one (augmenting paths). For one thread.
 */
final class Places {

    private static final int NOBODY = -1;

    private final List<String> places = new ArrayList<>();
    private final List<Set<String>> people;
    private final int[] seated;

    Places(List<Quorum> quorums, Map<String, Set<String>> groupsByPerson) {
        quorums.forEach(quorum -> {
            for (int i = 0; i < quorum.count(); i++) {
                places.add(quorum.from());
            }
        });
        people = List.copyOf(groupsByPerson.values());
        seated = new int[places.size()];
        Arrays.fill(seated, NOBODY);
    }

    int filled() {
        int filled = 0;
        for (int person = 0; person < people.size(); person++) {
            if (filled < places.size() && seat(person, new boolean[places.size()])) {
                filled++;
            }
        }
        return filled;
    }

    private boolean seat(int person, boolean[] tried) {
        for (int place = 0; place < places.size(); place++) {
            if (!tried[place] && people.get(person).contains(places.get(place))) {
                tried[place] = true;
                if (seated[place] == NOBODY || seat(seated[place], tried)) {
                    seated[place] = person;
                    return true;
                }
            }
        }
        return false;
    }
}
