package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.OldAlgorithm;
import dev.bastion.policy.OldAlgorithm.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexFactoryManager;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.ServerBuilder;

/**
 * What each leg offers in its key exchange, best first.
 *
 * <p>Left out on purpose: SHA-1, CBC and finite-field Diffie-Hellman (weak, or a stranger's way to burn our processor);
 * sntrup761 (50 ms of BouncyCastle a connection); chacha20 and ctr, because OpenSSH clients list them first and the
 * client's order decides, at four times the cost of AES-GCM; compression. Immutable.
 */
final class Algorithms {
    private static final List<BuiltinDHFactories> KEY_EXCHANGES = List.of(
            BuiltinDHFactories.mlkem768x25519,
            BuiltinDHFactories.curve25519,
            BuiltinDHFactories.curve25519_libssh,
            BuiltinDHFactories.ecdhp256,
            BuiltinDHFactories.ecdhp384,
            BuiltinDHFactories.ecdhp521);
    private static final List<NamedFactory<Cipher>> CIPHERS =
            List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm);
    private static final List<NamedFactory<Mac>> MACS = List.of(
            BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512);
    // Certificate and plain names both: MINA negotiates a host certificate only where its own name is listed, and
    // server-sig-algs (RFC 8308) is made of this list, from which clients pick rsa-sha2.
    private static final List<NamedFactory<Signature>> SIGNATURES = List.of(
            BuiltinSignatures.ed25519_cert,
            BuiltinSignatures.ed25519,
            BuiltinSignatures.nistp256_cert,
            BuiltinSignatures.nistp384_cert,
            BuiltinSignatures.nistp521_cert,
            BuiltinSignatures.nistp256,
            BuiltinSignatures.nistp384,
            BuiltinSignatures.nistp521,
            BuiltinSignatures.rsaSHA512_cert,
            BuiltinSignatures.rsaSHA256_cert,
            BuiltinSignatures.rsaSHA512,
            BuiltinSignatures.rsaSHA256,
            BuiltinSignatures.sk_ssh_ed25519,
            BuiltinSignatures.sk_ecdsa_sha2_nistp256);

    private Algorithms() {}

    /** Sets the lists on a server that people connect to. */
    static void offerToPeople(AbstractFactoryManager server) {
        offer(server, NamedFactory.setUpTransformedFactories(false, KEY_EXCHANGES, ServerBuilder.DH2KEX));
    }

    /** Sets the lists on the client that connects to targets. */
    static void offerToTargets(AbstractFactoryManager client) {
        offer(client, NamedFactory.setUpTransformedFactories(false, KEY_EXCHANGES, ClientBuilder.DH2KEX));
    }

    static OfferedAlgorithms offered() {
        return new OfferedAlgorithms(NamedResource.getNameList(KEY_EXCHANGES), NamedResource.getNameList(CIPHERS));
    }

    /** Lets one connection use, after everything better, what the policy names for its target and for no other. */
    static void offerBesides(KexFactoryManager connection, Set<OldAlgorithm> old) {
        if (old.isEmpty()) {
            return;
        }
        connection.setKeyExchangeFactories(
                besides(connection.getKeyExchangeFactories(), old, Kind.KEY_EXCHANGE, Algorithms::keyExchange));
        connection.setCipherFactories(
                besides(connection.getCipherFactories(), old, Kind.CIPHER, BuiltinCiphers::fromFactoryName));
        connection.setMacFactories(besides(connection.getMacFactories(), old, Kind.MAC, BuiltinMacs::fromFactoryName));
        connection.setSignatureFactories(
                besides(connection.getSignatureFactories(), old, Kind.SIGNATURE, BuiltinSignatures::fromFactoryName));
    }

    private static <F> List<F> besides(
            List<F> usual, Set<OldAlgorithm> old, Kind kind, Function<String, ? extends F> factory) {
        List<F> all = new ArrayList<>(usual);
        old.stream()
                .filter(one -> one.kind() == kind)
                .forEach(one -> all.add(requireNonNull(factory.apply(one.word()), one.word())));
        return all;
    }

    private static KeyExchangeFactory keyExchange(String name) {
        return ClientBuilder.DH2KEX.apply(requireNonNull(BuiltinDHFactories.fromFactoryName(name), name));
    }

    /** Which of the names that a connection agreed on are old ones. */
    static List<String> oldAmong(Session session, Set<OldAlgorithm> old) {
        return Stream.of(
                        KexProposalOption.ALGORITHMS,
                        KexProposalOption.SERVERKEYS,
                        KexProposalOption.C2SENC,
                        KexProposalOption.C2SMAC)
                .map(session::getNegotiatedKexParameter)
                .filter(agreed -> old.stream().anyMatch(one -> one.word().equals(agreed)))
                .toList();
    }

    /** The signatures that a key of this type makes, best first; with SHA-1 only for a target that is named for it. */
    static List<NamedFactory<Signature>> signaturesOf(String keyType, Set<OldAlgorithm> old) {
        List<NamedFactory<Signature>> made = new ArrayList<>(signaturesFor(List.of(keyType), false));
        if (keyType.equals("ssh-rsa") && old.contains(OldAlgorithm.SSH_RSA)) {
            made.add(BuiltinSignatures.rsa);
        }
        return made;
    }

    /** The signature algorithms that verify a host key of one of these types, certificates of authorities included. */
    static List<NamedFactory<Signature>> signaturesFor(List<String> keyTypes, boolean authorities) {
        return SIGNATURES.stream()
                .filter(factory -> {
                    String name = factory.getName();
                    boolean certificate = name.contains("-cert-v01@");
                    return certificate ? authorities : keyTypes.contains(plainTypeOf(name));
                })
                .toList();
    }

    /** Every signature algorithm that a host may prove its key or certificate with. */
    static List<String> hostKeyAlgorithms(Set<OldAlgorithm> old) {
        return besides(SIGNATURES, old, Kind.SIGNATURE, BuiltinSignatures::fromFactoryName).stream()
                .map(NamedFactory::getName)
                .toList();
    }

    private static String plainTypeOf(String signature) {
        return signature.startsWith("rsa-sha2-") ? "ssh-rsa" : signature;
    }

    private static void offer(AbstractFactoryManager manager, List<KeyExchangeFactory> exchanges) {
        manager.setKeyExchangeFactories(exchanges);
        manager.setCipherFactories(CIPHERS);
        manager.setMacFactories(MACS);
        manager.setSignatureFactories(SIGNATURES);
        manager.setCompressionFactories(List.of(BuiltinCompressions.none));
        manager.setRandomFactory(PaddingRandom.FACTORY);
    }
}
