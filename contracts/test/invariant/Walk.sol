// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterCore} from "../../src/interfaces/IMasterCore.sol";
import {IMasterOffice} from "../../src/interfaces/IMasterOffice.sol";
import {Participant, SignedAct, Standing, Withdrawal} from "../../src/libraries/Types.sol";
import {ClosingSteps} from "./ClosingSteps.sol";
import {RegulatorSteps} from "./RegulatorSteps.sol";
import {RevocationSteps} from "./RevocationSteps.sol";
import {TradeSteps} from "./TradeSteps.sol";

/// @dev A random walk through the market: what people, staff, adversaries and time do, in any order. Each step checks what
/// can only be seen while it happens (Steps.sol). Here: money, adversaries, and the end of a walk.
contract Walk is ClosingSteps, RegulatorSteps, RevocationSteps, TradeSteps {
    mapping(bytes32 ref => bool) private _usedRefs;

    constructor() {
        _settle();
    }

    // -- money

    function deposit(uint256 seed, uint256 amount) public {
        (address trustee, uint256 which) = seed % 3 != 0 ? (tan, 0) : (tess, 1);
        address to = _investor(seed >> 8);
        amount = amount % 400_000;
        bytes32 ref = keccak256(abi.encode("bank", trustee, seed % 7 == 0 ? 1 : _nextNonce[trustee]));
        (bool ok,) = _step(Step.Deposit, trustee, trustee, _mintCall(to, amount, ref));
        if (!ok) return;
        vm.assertTrue(!_usedRefs[ref], "I3: a reference mints once");
        _usedRefs[ref] = true;
        minted[tokens[which]] += amount;
    }

    function withdraw(uint256 seed, uint256 amount) public {
        (address door, address token) = (_investor(seed), tokens[(seed >> 8) % 2]);
        uint256 has = master.balanceOf(token, door);
        (bool ok,) = _step(Step.Withdraw, door, door, _withdrawalCall(token, amount % (has + has / 4 + 2)));
        if (ok) ++lastWithdrawal;
    }

    function answer(uint256 seed) public {
        uint256 id = _openWithdrawal(seed);
        Withdrawal memory w = master.withdrawalOf(id);
        if (w.door == address(0)) return withdraw(seed, seed >> 16);
        address its = master.faceOf(w.token).trustee;
        address trustee = seed % 5 == 0 ? trustees[(seed >> 8) % 2] : isRevoked(its) ? trustees[its == tan ? 1 : 0] : its;
        bytes memory call = seed % 2 == 0
            ? _burnCall(id)
            : abi.encodeWithSignature("returnWithdrawal(uint256,bytes32)", id, bytes32("no"));
        (bool ok,) = _step(trustee == its ? Step.Answer : Step.Succession, trustee, trustee, call);
        vm.assertTrue(!ok || trustee == its || master.successorOf(its) == trustee, "by its trustee, or its successor");
        if (ok && seed % 2 == 0) gone[w.token] += w.amount;
    }

    function _burnCall(uint256 id) private pure returns (bytes memory) {
        return abi.encodeWithSignature("burn(uint256,bytes32)", id, keccak256(abi.encode("out", id)));
    }

    function _openWithdrawal(uint256 seed) private view returns (uint256 id) {
        for (uint256 i; i < lastWithdrawal; ++i) {
            id = 1 + ((seed >> 8) + i) % lastWithdrawal;
            if (master.withdrawalOf(id).door != address(0)) return id;
        }
    }

    // -- adversaries

    /// @dev Strangers, staff of others, instances and modules that are none, a relayer who plays an act again.
    function attack(uint256 seed) public {
        bytes32 seen = looks();
        address door = _investor(seed);
        address[7] memory who = [sam, rania, omar, address(market), address(campaigns[0]), rulebook, door];
        address caller = who[(seed >> 8) % 7];
        bytes[9] memory calls = [
            abi.encodeCall(IMasterCore.mint, (door, 100, keccak256(abi.encode(seed)), 0)),
            abi.encodeCall(IMasterCore.pull, (ringgit, 1)),
            abi.encodeCall(IMasterOffice.transferMoney, (door, door, omar, 1)),
            abi.encodeCall(IMasterCore.encumber, (shares, 1 + (seed >> 32) % 5, 1)),
            abi.encodeCall(IMasterCore.burn, (1 + (seed >> 32) % 3, "x")),
            abi.encodeCall(IMasterOffice.transferCertificate, (door, door, omar, 1)),
            abi.encodeCall(IMasterCore.mintUnits, (shares, address(market), 1, keccak256(abi.encode(seed)))),
            abi.encodeCall(IMasterCore.write, ("k", "v")),
            abi.encodeCall(IMasterCore.lock, ())
        ];
        uint256 which = (seed >> 16) % 9;
        if (which == 7 && caller == rulebook) return; // its own words
        uint256 state = vm.snapshotState();
        vm.prank(caller);
        (bool ok,) = address(master).call(calls[which]);
        bool instance = caller == address(market) || caller == address(campaigns[0]);
        vm.assertTrue(!ok || (which == 8 && instance), "nobody moves by a call of his own");
        if (ok) vm.revertToState(state);
        vm.assertEq(looks(), seen, "and nothing moved");
        _count(Step.Attack, true);
        _replayOne(door);
    }

    /// @dev An act that was carried out once is carried again: skipped.
    function _replayOne(address door) private {
        bytes memory call = abi.encodeWithSignature("setThreshold(uint8)", 1);
        SignedAct memory s = _signed(door, _act(door, door, call));
        _relayOne(s);
        bytes32 seen = looks();
        (Outcome outcome,) = _outcome(_relayOne(s), door, s.act.nonce);
        vm.assertTrue(outcome == Outcome.Skipped || master.isFrozen(door), "once only");
        vm.assertEq(looks(), seen, "nothing twice");
    }

    // -- the end of a walk

    /// @dev Peace: nobody frozen or suspended, nothing halted; and clients of who is revoked go to another.
    function makePeace() external {
        vm.warp(block.timestamp + 31 days);
        _endHalts();
        _withdrawOrders();
        _reinstateAll();
        for (uint256 i; i < investors.length; ++i) {
            _rescue(investors[i]);
        }
        _rescue(ida);
        _rescue(jana);
    }

    /// @dev A client whose operator or trustee is revoked goes to the others, and may act again. (Who was suspended by an operator
    /// that is revoked now only takes out what is his.)
    function _rescue(address client) private {
        Participant memory p = master.participant(client);
        if (p.standing != Standing.Active || !(isRevoked(p.parent) || isRevoked(p.trustee))) return;
        address operator = operators[isRevoked(operators[0]) ? 1 : 0];
        address trustee = trustees[isRevoked(trustees[0]) ? 1 : 0];
        _do(client, client, _moveCall(operator, trustee));
        _do(operator, operator, _takeOverCall(client));
        vm.assertTrue(master.isActive(client), "nobody is trapped under who is revoked");
    }

    /// @dev Brings every order and every campaign to its end, whatever state it is in, by anyone's steps alone.
    function endAll() public {
        vm.warp(block.timestamp + 500 days);
        for (uint256 id = 1; id <= lastOrder(); ++id) {
            if (market.orderOf(id).owner != address(0)) market.end(id);
        }
        for (uint256 i; i < campaigns.length; ++i) {
            ICampaign c = campaigns[i];
            address face = c.terms().face;
            uint256 units = supply(face);
            ICampaign.State now_ = c.state();
            bool running = now_ >= ICampaign.State.Approved && now_ < ICampaign.State.Settling;
            if (running && isRevoked(master.faceOf(c.terms().money).trustee)) c.fail();
            if (c.state() == ICampaign.State.Due) c.close();
            if (c.state() == ICampaign.State.CoolingOff) {
                if (_isCut(c)) _allocateAll(c);
                if (i % 2 == 0 && c.unitsPledged() >= c.terms().minimum) c.settle(100);
                else _failLate(c);
            } else if (c.state() == ICampaign.State.Settling) {
                c.settle(100);
            } else if (c.state() == ICampaign.State.Approved) {
                c.fail();
            }
            if (c.state() == ICampaign.State.Failed) c.refund(100);
            _collectAll(c);
            gone[face] += units - supply(face);
        }
    }

    /// @dev Everybody takes all his money out, whatever his standing, and it is burned by who may: none is left.
    function emptyAll() external {
        address[] memory all = holders();
        for (uint256 j; j < 2; ++j) {
            for (uint256 i; i < all.length; ++i) {
                uint256 balance = master.balanceOf(tokens[j], all[i]);
                if (balance == 0 || all[i] == address(master)) continue;
                _do(all[i], all[i], _withdrawalCall(tokens[j], balance));
                ++lastWithdrawal;
            }
            address burns = trustees[j];
            if (isRevoked(burns)) {
                bytes memory call = abi.encodeWithSignature("nameSuccessor(address,address)", burns, trustees[1 - j]);
                _do(rania, rania, call);
                burns = trustees[1 - j];
            }
            _burnAll(tokens[j], burns);
        }
    }

    function _burnAll(address token, address burns) private {
        for (uint256 id = 1; id <= lastWithdrawal; ++id) {
            Withdrawal memory w = master.withdrawalOf(id);
            if (w.token != token) continue;
            _do(burns, burns, _burnCall(id));
            gone[token] += w.amount;
        }
    }

    function _failLate(ICampaign c) private {
        vm.warp(block.timestamp + 91 days);
        c.fail();
    }

    function _collectAll(ICampaign c) private {
        for (uint256 j; j < investors.length; ++j) {
            if (c.dueTo(investors[j]) != 0) c.collect(investors[j]);
            if (c.isOver() && c.pledgeOf(investors[j]).units != 0) c.collect(investors[j]);
        }
        for (uint256 j; j < 2; ++j) {
            if (c.dueTo(issuers[j]) != 0) c.collect(issuers[j]);
            if (c.dueTo(operators[j]) != 0) c.collect(operators[j]);
        }
    }
}
