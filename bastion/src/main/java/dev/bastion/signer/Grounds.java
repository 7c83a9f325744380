package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Approval;
import dev.bastion.policy.Grant;
import dev.bastion.policy.RequestState;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the bastion's ledger has to say for a grant: the requests behind it, and who agreed with which signature. */
final class Grounds {
    private final Supplier<AccessState> states;

    Grounds(Supplier<AccessState> states) {
        this.states = requireNonNull(states, "states is null");
    }

    /** A token that no grant in the ledger has any more comes without requests, and the signer refuses it. */
    List<SigningOrder.Ground> of(List<String> tokens) {
        AccessState state = states.get();
        return tokens.stream()
                .map(token -> new SigningOrder.Ground(
                        token,
                        grant(state, token).stream()
                                .flatMap(grant -> requests(state, grant))
                                .map(request -> approved(state, request))
                                .toList()))
                .toList();
    }

    private static Optional<Grant> grant(AccessState state, String token) {
        return state.openGrants().stream()
                .filter(grant -> grant.token().equals(token))
                .findFirst();
    }

    private static Stream<AccessRequest> requests(AccessState state, Grant grant) {
        Stream<AccessRequest> first = state.request(grant.request()).stream();
        if (grant.extensions() == 0) {
            return first;
        }
        Stream<AccessRequest> lengthened = state.requests().stream()
                .filter(request -> request.extendsGrant().isPresent()
                        && request.extendsGrant().getAsLong() == grant.id()
                        && state.requestState(request.id())
                                .filter(RequestState.Approved.class::isInstance)
                                .isPresent());
        return Stream.concat(first, lengthened);
    }

    private static SigningOrder.Approved approved(AccessState state, AccessRequest request) {
        List<Approval> approvals =
                state.requestState(request.id()).map(RequestState::approvals).orElse(List.of());
        return new SigningOrder.Approved(
                request,
                approvals.stream()
                        .map(approval -> new SigningOrder.Yes(approval.by(), approval.proof()))
                        .toList());
    }
}
