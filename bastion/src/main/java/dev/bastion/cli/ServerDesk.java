package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Installation;
import dev.bastion.config.KeyFile;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Decision;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.signon.SignedOnPeople;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.security.KeyPair;

/** The desk and the ledger for one command on the server, also while a bastion runs on it, which then hears of each act. */
final class ServerDesk implements AutoCloseable {
    private final PolicyHolder policy;
    private final AccessDesk desk;
    private final GrantTokenVerifier tokens;
    private final SqlJournal journal;

    private ServerDesk(PolicyHolder policy, AccessDesk desk, GrantTokenVerifier tokens, SqlJournal journal) {
        this.policy = policy;
        this.desk = desk;
        this.tokens = tokens;
        this.journal = journal;
    }

    static ServerDesk open(BastionConfig read, Surroundings around) throws IOException {
        PolicyHolder policy = new PolicyHolder(ConfigOption.policy(read));
        String issuer = Installation.read(read.keys()).issuer();
        KeyPair token = KeyFile.GRANT_TOKEN.in(read.keys()).load().jca();
        AccessDesk desk = new AccessDesk(
                policy::current, new GrantTokenSigner(token.getPrivate(), issuer, around.clock()), around.clock());
        GrantTokenVerifier tokens = new GrantTokenVerifier(token.getPublic(), issuer, around.clock());
        SqlJournal journal = SqlJournal.openBeside(Ledgers.settings(read), around.clock());
        if (read.singleSignOn().isPresent()) {
            SignedOnPeople.follow(policy, journal, around.clock());
        }
        return new ServerDesk(policy, desk, tokens, journal);
    }

    /** With those who are signed on now. */
    AccessPolicy policy() {
        return policy.current();
    }

    AccessDesk desk() {
        return desk;
    }

    GrantTokenVerifier tokens() {
        return tokens;
    }

    AccessState state() {
        return journal.state();
    }

    /** Decides and waits until it is in the ledger. */
    Decision decide(Decider<Decision> decider) {
        return journal.submit(decider).toCompletableFuture().join();
    }

    /** The same, where a refusal ends the command. */
    void require(Decider<Decision> decider) throws RefusedException {
        if (decide(decider) instanceof Decision.Refused refused) {
            throw new RefusedException(refused.sentence(), refused.hint());
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
