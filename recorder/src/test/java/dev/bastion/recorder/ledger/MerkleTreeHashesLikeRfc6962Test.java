package dev.bastion.recorder.ledger;

import static dev.bastion.recorder.ledger.Leaves.leaf;
import static dev.bastion.recorder.ledger.Leaves.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeHashesLikeRfc6962Test {

    @ParameterizedTest
    @CsvSource({
        "a, 022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c",
        "b, 57eb35615d47f34ec714cacdf5fd74608a5e8e102724e80b24b287c0c27b6a31",
        "c, 597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8"
    })
    void hashesLeaves(String content, String hash) {
        assertEquals(hash, leaf(content).hex());
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c",
        "2, b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb",
        "3, 36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1"
    })
    void hasTheRootsOfTheWorkedExample(int size, String root) {
        var leaves = List.of(leaf("a"), leaf("b"), leaf("c")).subList(0, size);
        assertEquals(root, tree(leaves).root().hex());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void hasTheRootsThatOtherLogsTestWith(int size, String root) {
        assertEquals(root, tree(Leaves.SHARED.subList(0, size)).root().hex());
    }

    @Test
    void growsToTheRootThatTheDefinitionGives() {
        var leaves = Leaves.numbered(200);
        var definition = new MerkleProofs(index -> leaves.get((int) index));
        var tree = MerkleTree.empty();
        for (int size = 0; size < leaves.size(); size++) {
            assertEquals(definition.root(size), tree.root(), "root of " + size);
            tree = tree.append(leaves.get(size));
        }
    }

    @Test
    void appendingLeavesTheTreeBeforeAsItWas() {
        var before = tree(Leaves.numbered(5));
        var root = before.root();
        assertNotEquals(root, before.append(leaf("more")).root());
        assertEquals(root, before.root());
        assertEquals(5, before.size());
    }

    @Test
    void refusesPeaksThatDoNotFitTheSize() {
        assertThrows(IllegalArgumentException.class, () -> new MerkleTree(3, List.of(leaf("a"))));
        assertThrows(IllegalArgumentException.class, () -> new MerkleTree(-1, List.of()));
    }
}
