package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that the signature of a certificate covers, in the order of PROTOCOL.certkeys. Immutable by convention: the
 * arrays never leave this package.
 *
 * @param serial unsigned
 * @param validAfter unsigned seconds since 1970, the first one in which it is valid
 * @param validBefore unsigned seconds since 1970, the first one in which it no longer is
 * @param reserved ignored, as OpenSSH does, but kept since it is signed
 */
@SuppressWarnings("ArrayRecordComponent") // compared as encoded bytes, never as records
record CertificateBody(
        byte[] nonce,
        SshPublicKey subject,
        long serial,
        Certificate.Type type,
        String keyId,
        List<String> principals,
        long validAfter,
        long validBefore,
        CertificateOptions criticalOptions,
        CertificateOptions extensions,
        byte[] reserved,
        SshPublicKey authority) {

    /** As many as OpenSSH reads (SSHKEY_CERT_MAX_PRINCIPALS). */
    static final int MAX_PRINCIPALS = 256;

    private static final Map<String, String> PLAIN_TYPES = Map.of(
            "ssh-ed25519-cert-v01@openssh.com", Ed25519Key.TYPE,
            "ecdsa-sha2-nistp256-cert-v01@openssh.com", "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384-cert-v01@openssh.com", "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521-cert-v01@openssh.com", "ecdsa-sha2-nistp521",
            "ssh-rsa-cert-v01@openssh.com", RsaKey.TYPE,
            "sk-ssh-ed25519-cert-v01@openssh.com", SkEd25519Key.TYPE,
            "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com", SkEcdsaKey.TYPE);

    CertificateBody {
        requireNonNull(nonce, "nonce is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(type, "type is null");
        requireNonNull(keyId, "keyId is null");
        principals = List.copyOf(principals);
        requireNonNull(criticalOptions, "criticalOptions is null");
        requireNonNull(extensions, "extensions is null");
        requireNonNull(reserved, "reserved is null");
        requireNonNull(authority, "authority is null");
    }

    static boolean isCertificateType(String typeName) {
        return PLAIN_TYPES.containsKey(typeName);
    }

    static boolean certifies(String typeName, String plainType) {
        return plainType.equals(PLAIN_TYPES.get(typeName));
    }

    /** {@code ssh-ed25519} makes {@code ssh-ed25519-cert-v01@openssh.com}; the sk names already end in the domain. */
    static String typeName(SshPublicKey subject) {
        String type = subject.type();
        int at = type.indexOf('@');
        return (at < 0 ? type : type.substring(0, at)) + "-cert-v01@openssh.com";
    }

    static CertificateBody read(WireReader reader) throws WireException {
        String typeName = reader.readName("the certificate type");
        String plainType = PLAIN_TYPES.get(typeName);
        if (plainType == null) {
            throw new WireException("\"" + typeName + "\" is not a certificate type accepted here");
        }
        return new CertificateBody(
                reader.readString("the nonce"),
                KeyFields.read(plainType, reader),
                reader.readUint64("the serial"),
                readType(reader),
                reader.readText("the key ID"),
                readPrincipals(reader.readNested("the principals")),
                reader.readUint64("valid after"),
                reader.readUint64("valid before"),
                CertificateOptions.read(reader.readNested("the critical options"), "the critical options"),
                CertificateOptions.read(reader.readNested("the extensions"), "the extensions"),
                reader.readString("the reserved field"),
                readAuthority(reader.readNested("the signature key")));
    }

    private static Certificate.Type readType(WireReader reader) throws WireException {
        long number = reader.readUint32("the type");
        for (Certificate.Type type : Certificate.Type.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        throw new WireException("the type is " + number + ", neither user (1) nor host (2)");
    }

    private static List<String> readPrincipals(WireReader reader) throws WireException {
        List<String> principals = new ArrayList<>();
        while (!reader.atEnd()) {
            if (principals.size() == MAX_PRINCIPALS) {
                throw new WireException("there are more than " + MAX_PRINCIPALS + " principals");
            }
            principals.add(reader.readText("a principal"));
        }
        return principals;
    }

    private static SshPublicKey readAuthority(WireReader reader) throws WireException {
        SshPublicKey authority = KeyFields.readKey(reader);
        reader.requireEnd("the signature key");
        return authority;
    }

    byte[] encode() {
        WireWriter writer = new WireWriter().writeText(typeName(subject)).writeString(nonce);
        KeyFields.write(subject, writer);
        WireWriter packed = new WireWriter();
        principals.forEach(packed::writeText);
        return writer.writeUint64(serial)
                .writeUint32(type.number())
                .writeText(keyId)
                .writeString(packed.toByteArray())
                .writeUint64(validAfter)
                .writeUint64(validBefore)
                .writeString(criticalOptions.encode())
                .writeString(extensions.encode())
                .writeString(reserved)
                .writeString(authority.blob())
                .toByteArray();
    }
}
