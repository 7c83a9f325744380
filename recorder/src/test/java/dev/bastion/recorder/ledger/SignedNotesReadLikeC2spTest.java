package dev.bastion.recorder.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNotesReadLikeC2spTest {

    private static final String VKEY = "bastion.example/audit+b05c51c8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

    private static final String TEXT = """
            bastion.example/audit
            3
            NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=
            """;

    private static final String SIGNED = TEXT + """

            \u2014 bastion.example/audit sFxRyLhJ03T0dEB3uTCnCcrm4c6u8UcDfhfnoqRB3Rc3OeOtlbJVAXON5PfZ6sIcS9PDrClnS5yJ8L/2Nfdoitgcegs=
            """;

    private static final String COSIGNED = SIGNED + """
            \u2014 witness.example/w1 IDJKvgAAAABlU/EAutHU3O6/MLPM970T9hCT6/TpkZ7ZrQZ88gA4X5w7m3sQh6iJJYk/2o+SWGMAUmTDf12hjwIMJ9NU2h1mAdQtAg==
            """;

    private final NoteVerifier verifier = Keys.signer().verifier();

    @Test
    void signsTheCheckpointOfTheWorkedExample() {
        var tree = Leaves.tree(List.of(Leaves.leaf("a"), Leaves.leaf("b"), Leaves.leaf("c")));
        var checkpoint = Checkpoint.of(Keys.ORIGIN, tree);
        assertEquals(TEXT, checkpoint.text());
        assertEquals(SIGNED, Keys.signer().sign(checkpoint.text()).encoded());
    }

    @Test
    void writesAndReadsTheVerifierKey() throws MalformedNoteException {
        assertEquals(VKEY, verifier.vkey());
        assertEquals(VKEY, NoteVerifier.parse(VKEY).vkey());
        assertTrue(NoteVerifier.parse(VKEY).signed(SignedNote.parse(SIGNED)));
    }

    @Test
    void readsACosignedNoteAndIgnoresKeysItDoesNotKnow() throws MalformedNoteException {
        var note = SignedNote.parse(COSIGNED);
        assertEquals(2, note.signatures().size());
        assertEquals(COSIGNED, note.encoded());
        assertTrue(verifier.signed(note));
        assertEquals(3, Checkpoint.parse(note.text()).size());
    }

    @Test
    void aTextAlteredAnywhereIsNotSigned() throws MalformedNoteException {
        var note = SignedNote.parse(SIGNED);
        for (int i = 0; i < TEXT.length() - 1; i++) {
            var altered = new StringBuilder(TEXT);
            altered.setCharAt(i, altered.charAt(i) == 'x' ? 'y' : 'x');
            assertFalse(verifier.signed(new SignedNote(altered.toString(), note.signatures())), altered.toString());
        }
    }

    @Test
    void anotherKeyOfTheSameNameDidNotSign() {
        var witness = Keys.WITNESS;
        var forged = new NoteSigner(Keys.ORIGIN, witness.getPrivate(), witness.getPublic()).sign(TEXT);
        assertFalse(verifier.signed(forged));
        var disguised = new NoteSignature(
                Keys.ORIGIN, verifier.keyId(), forged.signatures().getFirst().base64());
        assertFalse(verifier.signed(new SignedNote(TEXT, List.of(disguised))));
    }

    @Test
    void oneWrongSignatureOfAKnownKeySpoilsTheNote() {
        var good = Keys.signer().sign(TEXT).signatures().getFirst();
        var other = Keys.signer().sign("other\n").signatures().getFirst();
        assertFalse(verifier.signed(new SignedNote(TEXT, List.of(good, other))));
        assertTrue(verifier.signed(new SignedNote(TEXT, List.of(good, good))));
    }

    @Test
    void acceptsSixteenSignatures() throws MalformedNoteException {
        var line = Keys.signer().sign(TEXT).signatures().getFirst();
        var many = new SignedNote(TEXT, Collections.nCopies(16, line));
        assertTrue(verifier.signed(SignedNote.parse(many.encoded())));
    }

    @Test
    void theSignaturesBeginAfterTheLastEmptyLine() throws MalformedNoteException {
        var text = "a\n\nb\n";
        var note = SignedNote.parse(Keys.signer().sign(text).encoded());
        assertEquals(text, note.text());
        assertTrue(verifier.signed(note));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\nno dash\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 na me AAAAAAAA\n",
                "text\n\n\u2014 na+me AAAAAAAA\n",
                "text\n\n\u2014 name !!!!\n",
                "text\n\n\u2014 name AAAAAAAA",
                "te\u0007xt\n\n\u2014 name AAAAAAAA\n"
            })
    void refusesWhatIsNoNote(String note) {
        assertThrows(MalformedNoteException.class, () -> SignedNote.parse(note));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "origin\n3\n",
                "origin\n03\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "origin\n-3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "origin\n99999999999999999999\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "origin\n3\nNmQu\n",
                "\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "origin\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n\n",
                "origin\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE="
            })
    void refusesWhatIsNoCheckpoint(String text) {
        assertThrows(MalformedNoteException.class, () -> Checkpoint.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bastion.example/audit+b05c51c8",
                "bastion.example/audit+b05c51c9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
                "bastion.example/audit+b05c51c8+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
                "bastion.example/audit+nothex!!+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
            })
    void refusesWhatIsNoVerifierKey(String vkey) {
        assertThrows(MalformedNoteException.class, () -> NoteVerifier.parse(vkey));
    }

    @Test
    void aKeyThatIsHeldElsewhereSignsTheSame() {
        var elsewhere = new NoteSigner(Keys.ORIGIN, SignedNotesReadLikeC2spTest::signed, Keys.LOG.getPublic());
        assertEquals(Keys.signer().sign(TEXT), elsewhere.sign(TEXT));
    }

    @Test
    void aKeyThatIsHeldElsewhereIsThePublicKeysOther() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new NoteSigner(Keys.ORIGIN, SignedNotesReadLikeC2spTest::signed, Keys.WITNESS.getPublic()));
    }

    private static byte[] signed(byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(Keys.LOG.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesTwoKeysThatAreNoPair() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new NoteSigner(Keys.ORIGIN, Keys.LOG.getPrivate(), Keys.WITNESS.getPublic()));
    }
}
