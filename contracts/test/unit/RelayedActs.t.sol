// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDoor} from "../../src/interfaces/IDoor.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IRelay} from "../../src/interfaces/IRelay.sol";
import {Act, Push, SignedAct, Signer} from "../../src/libraries/Types.sol";
import {HostileTemplate} from "../hostile/Hostiles.sol";
import {Town} from "../Town.sol";
import {Vm} from "../Vm.sol";

/// @dev What is skipped, what is refused, and that nobody's act takes another's with it.
contract RelayedActsTest is Town {
    bytes private constant THRESHOLD = abi.encodeWithSignature("setThreshold(uint8)", 1);

    function _plain() private returns (Act memory) {
        return _act(ivan, ivan, THRESHOLD);
    }

    function _skips(SignedAct memory s, bytes memory wanted) private {
        _skip(s, wanted);
        vm.assertTrue(!IDoor(s.door).isNonceSpent(s.act.nonce), "a skipped act is not spent");
    }

    // -- skipped

    function test_skipped_for_a_bad_signature() external {
        SignedAct memory s = _signed(ivan, _plain());
        s.signatures[0] = _signature(_key("sam"), IDoor(ivan).digestOf(s.act));
        _skips(s, abi.encodeWithSelector(IDoor.DoorBadSignature.selector));
    }

    function test_skipped_for_a_malleated_signature() external {
        SignedAct memory s = _signed(ivan, _plain());
        (uint8 v, bytes32 r, bytes32 low) = vm.sign(_key("ivan"), IDoor(ivan).digestOf(s.act));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        s.signatures[0] = abi.encodePacked(r, order - uint256(low), v == 27 ? uint8(28) : uint8(27));
        _skips(s, abi.encodeWithSelector(IDoor.DoorBadSignature.selector));
    }

    function test_skipped_for_a_stranger_who_signs() external {
        SignedAct memory s = _signedBy(ivan, _plain(), _one(_key("sam")));
        _skips(s, abi.encodeWithSelector(IDoor.DoorNotASigner.selector, abi.encodePacked(vm.addr(_key("sam")))));
    }

    function test_skipped_for_another_doors_signature() external {
        SignedAct memory s = _signed(ivan, _act(ivan, ivan, THRESHOLD));
        s.door = iris;
        _skips(s, abi.encodeWithSelector(IDoor.DoorUnknownAct.selector, ivan, bytes4(THRESHOLD)));
    }

    function test_skipped_for_a_changed_mandate() external {
        SignedAct memory s = _signed(ivan, _plain());
        s.act.most = 1;
        _skips(s, abi.encodeWithSelector(IDoor.DoorBadSignature.selector));
    }

    function test_skipped_for_too_few_signers() external {
        Act memory a = _act(tan, tan, _mintCall(ivan, 100, "bank"));
        _skips(
            _signedBy(tan, a, _one(_key("tan maker"))), abi.encodeWithSelector(IDoor.DoorTooFewSigners.selector, 1, 2)
        );
    }

    function test_skipped_for_the_same_signer_twice() external {
        Act memory a = _act(tan, tan, _mintCall(ivan, 100, "bank"));
        uint256 maker = _key("tan maker");
        _skips(_signedBy(tan, a, _two(maker, maker)), abi.encodeWithSelector(IDoor.DoorBadSignature.selector));
    }

    function test_skipped_for_a_spent_nonce() external {
        SignedAct memory s = _signed(ivan, _plain());
        _relayOne(s);
        _skip(s, abi.encodeWithSelector(IDoor.DoorNonceSpent.selector, s.act.nonce));
    }

    function test_skipped_past_its_deadline() external {
        SignedAct memory s = _signed(ivan, _plain());
        vm.warp(s.act.deadline + 1);
        _skips(s, abi.encodeWithSelector(IDoor.DoorPastDeadline.selector, s.act.deadline, block.timestamp));
    }

    function test_performed_at_its_deadline() external {
        SignedAct memory s = _signed(ivan, _plain());
        vm.warp(s.act.deadline);
        (Outcome outcome,) = _outcome(_relayOne(s), ivan, s.act.nonce);
        vm.assertTrue(outcome == Outcome.Performed, "the deadline itself is in time");
    }

    function test_skipped_for_a_malformed_call() external {
        SignedAct memory s = _signed(ivan, _plain());
        s.act.call = abi.encodePacked(THRESHOLD, uint8(1));
        _skips(s, abi.encodeWithSelector(IDoor.DoorMalformedCall.selector, 37));
        s.act.call = "";
        _skips(s, abi.encodeWithSelector(IDoor.DoorMalformedCall.selector, 0));
    }

    function test_skipped_for_an_unknown_act() external {
        SignedAct memory s = _signed(ivan, _plain());
        s.act.call = abi.encodeWithSignature("initialize()");
        _skips(s, abi.encodeWithSelector(IDoor.DoorUnknownAct.selector, ivan, bytes4(s.act.call)));
        (s.act.target, s.act.call) = (sam, THRESHOLD);
        _skips(s, abi.encodeWithSelector(IDoor.DoorUnknownAct.selector, sam, bytes4(THRESHOLD)));
    }

    /// @dev Whatever gas a relayer gives: the act is skipped, or it has what its type needs. None is spent by starving it.
    function testFuzz_no_relayer_starves_an_act(uint256 cap) external {
        address campaign = address(_live());
        _deposit(ivan, 10 * PRICE);
        Act memory a = _act(ivan, campaign, ringgit, 10 * PRICE, _pledgeCall(10, 10));
        SignedAct memory s = _signed(ivan, a);
        s.gasCap = 20_000 + cap % 700_000;
        (Outcome outcome,) = _outcome(_relayOne(s), ivan, a.nonce);
        vm.assertTrue(outcome != Outcome.Refused, "never refused for want of gas");
        vm.assertTrue(IDoor(ivan).isNonceSpent(a.nonce) == (outcome == Outcome.Performed), "spent only if performed");
    }

    function test_skipped_for_too_little_gas() external {
        SignedAct memory s = _signed(ivan, _plain());
        s.gasCap = 130_000;
        (Outcome outcome, bytes memory reason) = _outcome(_relayOne(s), ivan, s.act.nonce);
        vm.assertTrue(outcome == Outcome.Skipped && bytes4(reason) == IDoor.DoorGasTooLow.selector, "too little gas");
    }

    function test_skipped_for_no_door() external {
        SignedAct memory s = _signed(ivan, _plain());
        s.door = sam;
        (Outcome outcome, bytes memory reason) = _outcome(_relayOne(s), sam, s.act.nonce);
        vm.assertTrue(outcome == Outcome.Skipped, "no door, no act");
        vm.assertEq(reason, abi.encodeWithSelector(IRelay.RelayNotADoor.selector, sam), "and the reason says so");
    }

    // -- refused

    function test_refused_act_is_spent_and_changes_nothing_else() external {
        address campaign = address(_live());
        _deposit(ivan, 10 * PRICE);
        uint256 balance = master.balanceOf(ringgit, ivan);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 10 * PRICE, 10 * PRICE - 1);
        _refuse(ivan, campaign, ringgit, 10 * PRICE - 1, _pledgeCall(10, 10), reason);
        vm.assertEq(master.balanceOf(ringgit, ivan), balance, "nothing was debited");
        vm.assertEq(master.balanceOf(ringgit, campaign), 0, "nothing was pledged");
    }

    function test_refused_with_words_that_are_no_address() external {
        bytes memory call = abi.encodePacked(bytes4(keccak256("requestWithdrawal(address,uint256)")), type(uint256).max, uint256(1));
        _refuse(ivan, ivan, call, abi.encodeWithSignature("FailedCall()"));
    }

    // -- many in one transaction

    function test_one_act_takes_no_other_with_it() external {
        HostileTemplate hostile = HostileTemplate(_openHostile(ivan));
        SignedAct[] memory acts = new SignedAct[](6);
        acts[0] = _signed(ivan, _act(ivan, ivan, _withdrawalCall(ringgit, 1)));
        acts[1] = _signed(ivan, _act(ivan, address(hostile), abi.encodeCall(HostileTemplate.burnGas, ())));
        acts[2] = _signed(ivan, _act(ivan, address(hostile), abi.encodeCall(HostileTemplate.bomb, (1_000_000))));
        acts[3] = _signed(ivan, _act(ivan, address(hostile), abi.encodeCall(HostileTemplate.gift, (1_000_000))));
        acts[4] = _signed(iris, _act(iris, iris, THRESHOLD));
        acts[4].signatures[0] = "rubbish";
        acts[5] = _signed(iris, _act(iris, iris, THRESHOLD));
        for (uint256 i; i < 6; ++i) {
            acts[i].gasCap = 2_600_000;
        }
        vm.recordLogs();
        relay.relay{gas: 16_777_216}(acts);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < 3; ++i) {
            (Outcome refused,) = _outcome(logs, ivan, acts[i].act.nonce);
            vm.assertTrue(refused == Outcome.Refused, "refused, and recorded");
        }
        (Outcome gift,) = _outcome(logs, ivan, acts[3].act.nonce); // what it returns is its own cost: refused or performed
        (Outcome rubbish,) = _outcome(logs, iris, acts[4].act.nonce);
        (Outcome last,) = _outcome(logs, iris, acts[5].act.nonce);
        vm.assertTrue(gift != Outcome.Skipped && rubbish == Outcome.Skipped && last == Outcome.Performed, "each on its own");
    }

    function test_a_push_that_bombs_takes_no_other_with_it() external {
        address hostile = _openHostile(ivan);
        Push[] memory steps = new Push[](4);
        steps[0] = Push(hostile, 3_000_000, abi.encodeCall(HostileTemplate.bomb, (1_000_000)));
        steps[1] = Push(hostile, 3_000_000, abi.encodeCall(HostileTemplate.gift, (1_000_000)));
        steps[2] = Push(sam, 3_000_000, "");
        steps[3] = Push(rulebook, 3_000_000, abi.encodeWithSignature("tidy(bytes32,uint256)", bytes32("nobody"), 1));
        vm.recordLogs();
        relay.push{gas: 12_000_000}(steps);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 4, "a trace of each");
        vm.assertEq(logs[0].topics[0], IRelay.PushRefused.selector, "bombed");
        vm.assertEq(logs[2].topics[0], IRelay.PushRefused.selector, "no part of the market");
        vm.assertEq(logs[3].topics[0], IRelay.Pushed.selector, "tidied");
    }

    /// @dev So that a relay may carry by what acts use, not by what each may: whoever uses more keeps nobody from his act.
    function test_relay_stops_where_its_gas_no_longer_reaches() external {
        address hostile = _openHostile(ivan);
        SignedAct[] memory acts = new SignedAct[](3);
        acts[0] = _signed(ivan, _act(ivan, hostile, abi.encodeCall(HostileTemplate.burnGas, ())));
        acts[1] = _signed(iris, _act(iris, iris, THRESHOLD));
        acts[2] = _signed(ivan, _act(ivan, ivan, _withdrawalCall(ringgit, 1)));
        for (uint256 i; i < 3; ++i) {
            acts[i].gasCap = 2_000_000;
        }
        vm.recordLogs();
        relay.relay{gas: 3_000_000}(acts);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        (Outcome burned,) = _outcome(logs, ivan, acts[0].act.nonce);
        vm.assertTrue(burned == Outcome.Refused, "what came before stands");
        Vm.Log memory last = logs[logs.length - 1];
        vm.assertEq(last.topics[0], IRelay.Stopped.selector, "it says where it stopped");
        vm.assertEq(abi.decode(last.data, (uint256)), 1, "at the second");
        vm.assertTrue(!IDoor(iris).isNonceSpent(acts[1].act.nonce), "the rest is untouched");
        vm.assertTrue(!IDoor(ivan).isNonceSpent(acts[2].act.nonce), "all of it");
    }

    function test_pushes_stop_where_their_gas_no_longer_reaches() external {
        address hostile = _openHostile(ivan);
        Push[] memory steps = new Push[](2);
        steps[0] = Push(hostile, 2_000_000, abi.encodeCall(HostileTemplate.burnGas, ()));
        steps[1] = Push(rulebook, 2_000_000, abi.encodeWithSignature("tidy(bytes32,uint256)", bytes32("nobody"), 1));
        vm.recordLogs();
        relay.push{gas: 3_000_000}(steps);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 2, "a trace of the first, and a stop");
        vm.assertEq(logs[0].topics[0], IRelay.PushRefused.selector, "burned its own");
        vm.assertEq(logs[1].topics[0], IRelay.Stopped.selector, "the rest waits");
    }

    function test_relay_refuses_whole_when_it_cannot_give_the_first_its_cap() external {
        SignedAct[] memory acts = new SignedAct[](1);
        acts[0] = _signed(ivan, _plain());
        vm.expectRevert();
        relay.relay{gas: 1_000_000}(acts);
        vm.assertTrue(!IDoor(ivan).isNonceSpent(acts[0].act.nonce), "nothing is spent");
    }

    function test_carry_is_the_relays_own() external {
        vm.expectRevert(abi.encodeWithSelector(IRelay.RelayOnlySelf.selector, address(this)));
        (bool ok,) = address(relay).call(abi.encodeWithSignature("carry(address,bytes)", ringgit, ""));
        ok;
    }

    // -- by a signer's own call

    function test_direct_call_by_a_stranger_is_refused() external {
        Act memory a = _plain();
        vm.prank(sam);
        vm.expectRevert(abi.encodeWithSelector(IDoor.DoorNotASigner.selector, abi.encodePacked(sam)));
        IDoor(ivan).act(a);
    }

    function test_direct_call_for_an_act_of_two_is_refused() external {
        Act memory a = _act(tan, tan, _mintCall(ivan, 1, "r"));
        vm.prank(vm.addr(_key("tan maker")));
        vm.expectRevert(abi.encodeWithSelector(IDoor.DoorTooFewSigners.selector, 1, 2));
        IDoor(tan).act(a);
    }

    function test_direct_call_that_is_refused_spends_nothing() external {
        Act memory a = _act(ivan, ivan, _withdrawalCall(ringgit, 5));
        vm.prank(vm.addr(_key("ivan")));
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterBalanceTooLow.selector, ringgit, ivan, 0, 5));
        IDoor(ivan).act(a);
        vm.assertTrue(!IDoor(ivan).isNonceSpent(a.nonce), "not spent");
    }

    function test_direct_call_by_a_signer() external {
        _deposit(ivan, 5);
        Act memory a = _act(ivan, ivan, _withdrawalCall(ringgit, 5));
        vm.prank(vm.addr(_key("ivan")));
        IDoor(ivan).act(a);
        vm.assertEq(master.balanceOf(ringgit, ivan), 0, "withdrawn");
        vm.assertTrue(IDoor(ivan).isNonceSpent(a.nonce), "spent");
    }

    function test_run_and_initialize_are_nobodys() external {
        vm.expectRevert(abi.encodeWithSelector(IDoor.DoorOnlySelf.selector, address(this)));
        (bool ok,) = ivan.call(abi.encodeWithSignature("run((address,bytes,address,uint256,uint256,uint256))", _plain()));
        ok;
        Signer[] memory none = new Signer[](0);
        vm.expectRevert(abi.encodeWithSelector(IDoor.DoorOnlyMaster.selector, address(this)));
        IDoor(ivan).initialize(none, 1);
    }

    function test_simulation_tells_and_changes_nothing() external {
        Act memory a = _act(ivan, ivan, _withdrawalCall(ringgit, 5));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterBalanceTooLow.selector, ringgit, ivan, 0, 5);
        vm.expectRevert(abi.encodeWithSelector(IDoor.Simulated.selector, false, reason));
        IDoor(ivan).simulate(a);
        _deposit(ivan, 5);
        vm.expectRevert(abi.encodeWithSelector(IDoor.Simulated.selector, true, ""));
        IDoor(ivan).simulate(a);
        vm.assertEq(master.balanceOf(ringgit, ivan), 5, "it was only a trial");
    }

    // -- an act within an act

    function test_an_act_within_an_act_does_not_start() external {
        address hostile = _openHostile(ivan);
        SignedAct memory inner = _signed(iris, _act(iris, iris, THRESHOLD));
        Inner within = new Inner(relay, inner);
        bytes32 word = bytes32(abi.encodeCall(Inner.go, ()));
        _do(ivan, hostile, abi.encodeCall(HostileTemplate.reach, (address(within), 4, word, 0, 0, 0)));
        vm.assertTrue(HostileTemplate(hostile).succeeded(), "the relay went through");
        vm.assertTrue(!IDoor(iris).isNonceSpent(inner.act.nonce), "but Iris' act was skipped, not spent");
    }

    function test_a_held_lock_spends_nobodys_act() external {
        address hostile = _openHostile(ivan);
        SignedAct memory s = _signed(iris, _act(iris, iris, THRESHOLD));
        Griefer griefer = new Griefer(relay, HostileTemplate(hostile), s);
        griefer.go();
        vm.assertTrue(!IDoor(iris).isNonceSpent(s.act.nonce), "skipped, not spent");
    }

    function _openHostile(address door) private returns (address) {
        _replace("hostile", address(new HostileTemplate(master)), true, omar);
        bytes memory call = abi.encodeCall(HostileTemplate.reach, (sam, 0, 0, 0, 0, 0));
        address template = master.moduleOf("hostile").code;
        return _addressIn(_do(door, template, call), IMasterEvents.Opened.selector, 1);
    }
}

/// @dev Relays somebody else's act in the middle of another.
contract Inner {
    IRelay private immutable RELAY;
    SignedAct[] private _acts;

    constructor(IRelay relay, SignedAct memory act) {
        RELAY = relay;
        SignedAct storage s = _acts.push();
        (s.door, s.gasCap, s.act, s.signers, s.signatures) = (act.door, 1_000_000, act.act, act.signers, act.signatures);
    }

    function go() external {
        RELAY.relay(_acts);
    }
}

/// @dev Holds the market's lock and relays somebody else's act under it.
contract Griefer {
    Inner private immutable INNER;
    HostileTemplate private immutable HOSTILE;

    constructor(IRelay relay, HostileTemplate hostile, SignedAct memory act) {
        (INNER, HOSTILE) = (new Inner(relay, act), hostile);
    }

    function go() external {
        HOSTILE.holdLock();
        INNER.go();
    }
}
