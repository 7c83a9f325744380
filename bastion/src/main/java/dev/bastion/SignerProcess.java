package dev.bastion;

import dev.bastion.authority.Authorities;
import dev.bastion.authority.KeyCabinet;
import dev.bastion.certs.AuthorityFileException;
import dev.bastion.config.AskingBastion;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.Installation;
import dev.bastion.config.KeyFile;
import dev.bastion.config.Ledgers;
import dev.bastion.config.PolicyOnDisk.Judgement;
import dev.bastion.config.SignerTerms;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.signer.FollowedFile;
import dev.bastion.signer.SignerServer;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signer that stands apart, in a process of its own: the authorities' keys, a copy of the policy, a ledger, and one
 * door. Its copy of the policy is read again when it changes there.
 */
public final class SignerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignerProcess.class);

    private final Deque<AutoCloseable> parts;

    private SignerProcess(BastionConfig config, Clock clock, Deque<AutoCloseable> opened) throws IOException {
        this.parts = opened;
        SignerTerms terms = config.signer()
                .orElseThrow(() -> new AuthorityFileException(
                        "bastion.yaml names no place to listen at", "signer: {socket: …, bastion: …}"));
        Path bastion = terms.bastion()
                .orElseThrow(
                        () -> new AuthorityFileException(
                                "bastion.yaml does not say whom to sign for",
                                "signer: {bastion: DIRECTORY} with grant-token.pub, host-key.pub and installation of the bastion"));
        Judgement.Accepted accepted = PolicyFile.read(config);
        SqlJournal journal = opened(SqlJournal.open(
                Ledgers.settings(
                        config,
                        Installation.read(config.keys()),
                        KeyFile.TREE_HEAD.in(config.keys()).load()),
                clock));
        PolicyFile.requireNotOld(config, journal, accepted);
        keep(journal, accepted);
        PolicyHolder policy = new PolicyHolder(accepted.policy());
        opened(new PolicyFile(config, accepted.policy(), policy::replace, journal, clock));
        Authorities authorities = opened(
                Authorities.start(new KeyCabinet(config.keys(), clock), journal, "signer", clock, new SecureRandom()));
        AskingBastion asking = AskingBastion.read(bastion);
        String installation = asking.installation().name();
        opened(new SignerServer(
                new SignerServer.Place(
                        terms.place(), terms.client().orElse(System.getProperty("user.name")), terms.perMinute()),
                new SignerServer.Client(
                        installation,
                        config.names(),
                        asking.hostKey(),
                        config.onward().sourceAddress()),
                policy::current,
                new GrantTokenVerifier(asking.grantToken(), installation, clock),
                (authority, key) -> authorities.of(authority).signing(key),
                journal,
                new FollowedFile(config.data()),
                clock));
        journal.append(List.of(new BastionEvent.BastionStarted("signer", clock.instant())));
        LOG.info("signing for {} at {}", installation, terms.place());
    }

    /**
     * Starts it; what was started is closed again if anything fails.
     *
     * @throws IOException with one sentence for the person who started it
     */
    public static SignerProcess start(BastionConfig config, Clock clock) throws IOException {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return new SignerProcess(config, clock, parts);
        } catch (IOException | RuntimeException e) {
            Bastion.closeAll(parts);
            throw e;
        }
    }

    /** By the copy that is in the ledger everybody can tell later what was held against what. */
    private static void keep(SqlJournal journal, Judgement.Accepted accepted) throws IOException {
        try {
            journal.storePolicy(accepted.policy().text(), accepted.signatures().demanded())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IOException(
                    "the signer's ledger takes no entries: " + e.getCause().getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        Bastion.closeAll(parts);
    }
}
