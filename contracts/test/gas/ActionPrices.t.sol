// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBallot} from "../../src/interfaces/IBallot.sol";
import {IDividend} from "../../src/interfaces/IDividend.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Act, Class, Push, Role, SignedAct} from "../../src/libraries/Types.sol";
import {ActionTown} from "../ActionTown.sol";

/// @dev What a dividend and a vote cost, and that the least gas that lets their acts start is enough: whole transactions,
/// each on its own. How to make and check gas.json: see Prices.t.sol.
/// forge-config: default.isolate = true
/// forge-config: prove.isolate = true
contract ActionPricesTest is ActionTown {
    uint256 private constant MANY = 50;

    /// @dev Relayed with the least gas that lets it start, it is performed; and what it then costs.
    function _price(string memory name, address door, address target, address asset, bytes memory call) private {
        Act memory a = _act(door, target, asset, type(uint56).max, call);
        SignedAct memory s = _signed(door, a);
        uint256 state = vm.snapshotState();
        (uint256 low, uint256 high) = (50_000, 2_000_000);
        while (high - low > 500) {
            s.gasCap = (low + high) / 2;
            (Outcome tried,) = _outcome(_relayOne(s), door, a.nonce);
            vm.revertToState(state);
            if (tried == Outcome.Skipped) low = s.gasCap;
            else high = s.gasCap;
        }
        s.gasCap = high;
        SignedAct[] memory acts = new SignedAct[](1);
        acts[0] = s;
        vm.recordLogs();
        relay.relay(acts);
        vm.snapshotValue("gas", name, vm.lastCallGas().gasTotalUsed);
        (Outcome outcome, bytes memory reason) = _outcome(vm.getRecordedLogs(), door, a.nonce);
        if (outcome != Outcome.Performed) revert RefusedInstead(reason);
    }

    function _opened() private view returns (address) {
        return vm.computeCreateAddress(address(master), vm.getNonce(address(master)) - 1);
    }

    function test_a_dividend() external {
        _price("declare a dividend", ida, dividendTemplate, address(0), _declareCall(RATE));
        address dividend = _opened();
        _price("fund a dividend", ida, dividend, ringgit, abi.encodeCall(IDividend.fund, ()));
        _price("cancel a dividend", ida, dividend, address(0), abi.encodeCall(IDividend.cancel, ("later")));
    }

    /// @dev Fifty holders who have no money yet, in one push.
    function test_paying_a_crowd() external {
        vm.warp(block.timestamp + MORATORIUM);
        _setRule("equity-transfers", 0, 1);
        address[] memory crowd = new address[](MANY);
        for (uint256 i; i < MANY; ++i) {
            crowd[i] = _admitClient(omar, Role.Investor, vm.toString(i), tan, Class.Retail);
            _do(ivan, shares, abi.encodeWithSignature("split(uint256,uint256)", 2, 10));
            bytes memory move = abi.encodeWithSignature(
                "transferFrom(address,address,uint256)", ivan, crowd[i], master.faceOf(shares).certificates
            );
            _do(ivan, shares, shares, 10, move);
        }
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp));
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        vm.warp(recordAt + 1);
        Push[] memory steps = new Push[](1);
        steps[0] = Push(address(dividend), 16_000_000, abi.encodeCall(IDividend.pay, (crowd)));
        relay.push{gas: 30_000_000}(steps);
        vm.snapshotValue("gas", "pay a dividend, one of 50 in a transaction", uint256(vm.lastCallGas().gasTotalUsed) / MANY);
        vm.assertEq(master.balanceOf(ringgit, crowd[MANY - 1]), 10 * RATE / 100, "paid");
    }

    function test_a_vote() external {
        _price("pose a question", ida, ballotTemplate, address(0), _poseCall(5_000, IBallot.Resolution.Special));
        address ballot = _opened();
        vm.warp(recordAt + 1);
        _price("vote, the first", ivan, ballot, address(0), _voteCall(IBallot.Choice.InFavour));
        _price("vote", iris, ballot, address(0), _voteCall(IBallot.Choice.InFavour));
        _price("change a vote", iris, ballot, address(0), _voteCall(IBallot.Choice.Against));
        vm.warp(payableAt);
        IBallot(ballot).close();
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp + 1));
        bytes memory call = _poseCall(0, IBallot.Resolution.Ordinary);
        ballot = _addressIn(_do(ida, ballotTemplate, call), IMasterEvents.Opened.selector, 1);
        _price("take a question back", ida, ballot, address(0), abi.encodeCall(IBallot.cancel, ("later")));
    }
}
