// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBallot} from "../../src/interfaces/IBallot.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Standing} from "../../src/libraries/Types.sol";
import {ActionTown} from "../ActionTown.sol";
import {Vm} from "../Vm.sol";

/// @dev A question to who holds a class: a unit is a vote, the quorum and the kind of resolution decide.
contract BallotsTest is ActionTown {
    function _vote(address door, IBallot ballot, IBallot.Choice choice) private {
        _do(door, address(ballot), _voteCall(choice));
    }

    function _result(IBallot ballot) private returns (bool quorate, bool passed) {
        vm.warp(payableAt);
        vm.recordLogs();
        ballot.close();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        (,,,, quorate, passed) = abi.decode(logs[logs.length - 1].data, (uint256, uint256, uint256, uint256, bool, bool));
    }

    // -- what is refused

    function test_who_may_ask_and_what() external {
        bytes memory call = _poseCall(5_000, IBallot.Resolution.Ordinary);
        bytes memory reason = abi.encodeWithSelector(IBallot.BallotNotYourClass.selector, shares, omar);
        _refuse(omar, ballotTemplate, call, reason);
        reason = abi.encodeWithSelector(IBallot.BallotQuorumOutOfRange.selector, 10_001);
        _refuse(ida, ballotTemplate, _poseCall(10_001, IBallot.Resolution.Ordinary), reason);
        call = abi.encodeCall(IBallot.pose, (shares, 0, recordAt, payableAt, 1, IBallot.Resolution.Special));
        _refuse(ida, ballotTemplate, call, abi.encodeWithSelector(IBallot.BallotQuestionMissing.selector));
        payableAt = recordAt;
        reason = abi.encodeWithSelector(IBallot.BallotBadDates.selector, recordAt, payableAt, block.timestamp);
        _refuse(ida, ballotTemplate, _poseCall(1, IBallot.Resolution.Ordinary), reason);
    }

    function test_who_may_vote_and_when() external {
        address target = address(_pose(5_000, IBallot.Resolution.Ordinary));
        bytes memory yes = _voteCall(IBallot.Choice.InFavour);
        bytes memory reason = abi.encodeWithSelector(IBallot.BallotTooEarly.selector, recordAt + 1, block.timestamp);
        _refuse(ivan, target, yes, reason);
        vm.warp(recordAt + 1);
        _refuse(ivan, target, _voteCall(IBallot.Choice.None), abi.encodeWithSelector(IBallot.BallotChoiceMissing.selector));
        _refuse(omar, target, yes, abi.encodeWithSelector(IBallot.BallotNoUnits.selector, omar, recordAt));
        _refuse(ida, target, yes, abi.encodeWithSelector(IBallot.BallotOwnUnits.selector, ida));
        _stand(omar, ivan, Standing.Suspended);
        _refuse(ivan, target, yes, abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ivan, ivan));
        vm.expectRevert(abi.encodeWithSelector(IBallot.BallotTooEarly.selector, payableAt, block.timestamp));
        IBallot(target).close();
        _vote(iris, IBallot(target), IBallot.Choice.InFavour);
        vm.warp(payableAt);
        _refuse(iris, target, yes, abi.encodeWithSelector(IBallot.BallotTooLate.selector, payableAt, block.timestamp));
    }

    // -- counted

    function test_a_unit_is_a_vote_and_a_vote_may_be_changed() external {
        IBallot ballot = _pose(10_000, IBallot.Resolution.Ordinary);
        vm.warp(recordAt + 1);
        ballot.open();
        _vote(ivan, ballot, IBallot.Choice.InFavour);
        _vote(iris, ballot, IBallot.Choice.Against);
        _vote(ivan, ballot, IBallot.Choice.Abstain);
        (uint256 inFavour, uint256 against, uint256 abstained, uint256 units) = ballot.tally();
        vm.assertEq(inFavour, 0, "he changed his mind");
        vm.assertEq(against, 500, "hers");
        vm.assertEq(abstained, 1_500, "his");
        vm.assertEq(units, 2_000, "of all there are");
        (bool quorate, bool passed) = _result(ballot);
        vm.assertTrue(quorate, "who abstains is there");
        vm.assertTrue(!passed, "nobody was in favour");
    }

    function test_the_quorum_decides() external {
        IBallot ballot = _pose(7_501, IBallot.Resolution.Ordinary);
        vm.warp(recordAt + 1);
        _vote(ivan, ballot, IBallot.Choice.InFavour);
        (bool quorate, bool passed) = _result(ballot);
        vm.assertTrue(!quorate && !passed, "three quarters are not enough");
        vm.expectRevert(
            abi.encodeWithSelector(IBallot.BallotOutOfState.selector, IBallot.State.Closed, IBallot.State.Open)
        );
        ballot.close();
    }

    function test_three_quarters_carry_a_special_resolution() external {
        IBallot ballot = _pose(5_000, IBallot.Resolution.Special);
        vm.warp(recordAt + 1);
        _vote(ivan, ballot, IBallot.Choice.InFavour);
        _vote(iris, ballot, IBallot.Choice.Against);
        (bool quorate, bool passed) = _result(ballot);
        vm.assertTrue(quorate && passed, "1,500 of 2,000 are three quarters");
    }

    function test_half_is_no_majority() external {
        vm.warp(block.timestamp + MORATORIUM);
        _setRule("equity-transfers", 0, 1);
        _do(ivan, shares, abi.encodeWithSignature("split(uint256,uint256)", 2, 500));
        bytes memory move = abi.encodeWithSignature("transferFrom(address,address,uint256)", ivan, iris, 4);
        _do(ivan, shares, shares, 500, move);
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp + 1 days));
        IBallot ballot = _pose(0, IBallot.Resolution.Ordinary);
        vm.warp(recordAt + 1);
        _vote(ivan, ballot, IBallot.Choice.InFavour);
        _vote(iris, ballot, IBallot.Choice.Against);
        (bool quorate, bool passed) = _result(ballot);
        vm.assertTrue(quorate && !passed, "1,000 to 1,000");
    }

    function test_who_held_at_the_record_date_votes_whatever_comes_later() external {
        vm.warp(block.timestamp + MORATORIUM);
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp + 1 days));
        IBallot ballot = _pose(0, IBallot.Resolution.Ordinary);
        vm.warp(recordAt + 1);
        _setRule("equity-transfers", 0, 1);
        bytes memory move = abi.encodeWithSignature("transferFrom(address,address,uint256)", ivan, omar, 2);
        _do(ivan, shares, shares, 1_500, move);
        bytes memory reason = abi.encodeWithSelector(IBallot.BallotNoUnits.selector, omar, recordAt);
        _refuse(omar, address(ballot), _voteCall(IBallot.Choice.InFavour), reason);
        _vote(ivan, ballot, IBallot.Choice.InFavour);
        vm.assertTrue(ballot.choiceOf(ivan) == IBallot.Choice.InFavour, "his vote");
    }

    // -- what does not come to be

    function test_a_question_is_taken_back_until_its_record_date() external {
        IBallot ballot = _pose(0, IBallot.Resolution.Ordinary);
        bytes memory cancel = abi.encodeCall(IBallot.cancel, (bytes32("mistake")));
        _refuse(omar, address(ballot), cancel, abi.encodeWithSelector(IBallot.BallotNotTheIssuer.selector, omar, ida));
        vm.warp(recordAt + 1);
        _refuse(ida, address(ballot), cancel, abi.encodeWithSelector(IBallot.BallotTooLate.selector, recordAt, block.timestamp));
        (bool quorate, bool passed) = _result(ballot);
        vm.assertTrue(!quorate && !passed, "nobody voted");
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp + 1));
        ballot = _pose(0, IBallot.Resolution.Ordinary);
        _do(ida, address(ballot), cancel);
        vm.assertTrue(ballot.state() == IBallot.State.Cancelled, "taken back");
    }

    function test_a_conversion_before_the_first_vote_leaves_nothing_to_count() external {
        _do(ida, ida, abi.encodeWithSignature("askConversion(address,uint64,uint64)", shares, 2, 1));
        vm.warp(block.timestamp + 7 days);
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp + 1 days));
        IBallot ballot = _pose(0, IBallot.Resolution.Ordinary);
        vm.warp(recordAt + 1);
        _do(tan, tan, abi.encodeWithSignature("confirmConversion(address,uint64,uint64)", shares, 2, 1));
        bytes memory reason = abi.encodeWithSelector(IBallot.BallotConverted.selector);
        _refuse(ivan, address(ballot), _voteCall(IBallot.Choice.InFavour), reason);
        (bool quorate, bool passed) = _result(ballot);
        vm.assertTrue(!quorate && !passed, "void");
    }
}
