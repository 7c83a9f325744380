package dev.bastion.cli;

import dev.bastion.authority.KeyCabinet;
import dev.bastion.authority.Rotation;
import dev.bastion.authority.RotationAnswer;
import dev.bastion.certs.EcdsaCurve;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = "make another key of an authority, in a file beside the others or in the token, and introduce it")
final class CaInitCommand extends CaStepCommand {
    @Option(names = "--token", description = "in the PKCS#11 token that bastion.yaml names, which it never leaves")
    boolean token;

    @Option(
            names = "--curve",
            paramLabel = "CURVE",
            description = "nistp256, nistp384 or nistp521, for a key in the token; nistp256 when left out")
    String curve;

    CaInitCommand(Surroundings around) {
        super(around);
    }

    /** The key is made before it is introduced; one that is not introduced in the end is in nobody's way. */
    @Override
    RotationAnswer step(Rotation rotation, SqlJournal journal, KeyCabinet cabinet) throws IOException {
        EcdsaCurve chosenCurve = curve();
        Optional<RotationAnswer.Refused> objection = rotation.objection(journal.state(), chosen());
        if (objection.isPresent()) {
            return objection.get();
        }
        Set<String> places = Rotation.places(journal.state());
        KeyCabinet.Made made = token
                ? cabinet.makeInToken(chosen(), places, chosenCurve)
                : cabinet.makeFile(chosen(), places, around.random());
        return submitted(journal, rotation.introduce(chosen(), made.key().sshKey(), made.place(), by.who()));
    }

    private EcdsaCurve curve() {
        if (curve != null && !token) {
            throw new Complaint("a key in a file is ed25519 and has no --curve", "bastion ca init " + authority);
        }
        String word = curve == null ? EcdsaCurve.NISTP256.word() : curve;
        return Stream.of(EcdsaCurve.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new Complaint("there is no curve '%s'".formatted(word), "nistp256, nistp384 or nistp521"));
    }
}
