package dev.bastion.control;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent.ProfileFetched;
import dev.bastion.policy.AuthorityKey;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who has followed while a key of the host authority takes another's place; written once for each person and key. */
final class Followers {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private Followers() {}

    /** The profile is shown whether this can be written or not, and does not wait for it. */
    static void profileFetched(Call call) {
        if (news(call, call.state()).isEmpty()) {
            return;
        }
        call.context()
                .journal()
                .submit(state -> new Decided<>(news(call, state), null))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("that {} fetched a profile is not in the ledger: {}", call.name(), failure.toString());
                    }
                });
    }

    private static List<AccessEvent> news(Call call, AccessState state) {
        List<AuthorityKey> shown = state.authorityKeys().stream()
                .filter(key ->
                        key.authority() == Authority.HOST && key.standing().shown())
                .toList();
        if (shown.size() < 2) {
            return List.of();
        }
        return shown.stream()
                .map(AuthorityKey::fingerprint)
                .filter(fingerprint -> state.fetchedBy(call.name(), fingerprint).isEmpty())
                .<AccessEvent>map(fingerprint -> new ProfileFetched(call.name(), fingerprint, call.now()))
                .toList();
    }
}
