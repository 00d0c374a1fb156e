// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterCore} from "../../src/interfaces/IMasterCore.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IMasterOffice} from "../../src/interfaces/IMasterOffice.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Module, Order, Role, Standing} from "../../src/libraries/Types.sol";
import {Vm} from "../Vm.sol";
import {Steps} from "./Steps.sol";

/// @dev What comes from above: freezes, suspensions and halts, orders, the calendar and the figures, other code; and time.
abstract contract RegulatorSteps is Steps {
    uint256[] private _orders;

    // -- standing

    function supervise(uint256 seed) public {
        address door = seed % 4 == 0 ? operators[(seed >> 8) % 2] : _investor(seed >> 8);
        if (seed % 16 == 1) door = trustees[(seed >> 8) % 2];
        uint256 what = (seed >> 16) % 8;
        if (what < 2) {
            bytes memory call = abi.encodeWithSignature(
                "freeze(address,uint64,bytes32)", door, what == 0 ? uint64(block.timestamp + 3 days) : 0, bytes32("x")
            );
            _step(Step.Standing, rania, rania, call);
        } else if (what < 3) {
            _step(Step.Standing, rania, rania, _haltCall(_moduleNames()[(seed >> 24) % 6], true));
        } else if (what < 5) {
            _endHalts();
        } else if (what < 6) {
            address parent = seed % 9 == 0 ? operators[(seed >> 32) % 2] : _parent(door);
            _step(Step.Standing, parent, parent, _standingCall(door, Standing.Suspended));
        } else {
            _endHalts();
            _reinstateAll();
        }
    }

    function _endHalts() internal {
        bytes32[6] memory names = _moduleNames();
        for (uint256 i; i < 6; ++i) {
            if (master.moduleOf(names[i]).halted) _halt(names[i], false);
        }
    }

    function _reinstateAll() internal {
        for (uint256 i; i < 2; ++i) {
            if (!master.isActive(trustees[i])) _reinstate(trustees[i]);
            if (!master.isActive(operators[i])) _reinstate(operators[i]);
        }
        for (uint256 i; i < investors.length; ++i) {
            if (!master.isActive(investors[i])) _reinstate(investors[i]);
        }
    }

    function _reinstate(address door) private {
        address parent = _parent(door);
        bool revoked = isRevoked(door);
        (bool ok,) = _step(Step.Standing, parent, parent, _standingCall(door, Standing.Active));
        vm.assertTrue(!ok || !revoked, "revoked is for ever");
    }

    function _moduleNames() internal pure returns (bytes32[6] memory) {
        return [bytes32("money"), "equity", "rulebook", "campaign", "book", "records"];
    }

    // -- orders

    /// @dev Money, out of the campaign that it is pledged in if need be; or a certificate, whoever's security it is.
    function order(uint256 seed) public {
        ICampaign campaign = _pledgedCampaign(seed >> 40);
        (address face, address from) = (campaign.terms().money, _pledger(campaign, seed));
        address escrow = seed % 5 == 0 ? address(0) : address(campaign);
        uint256 value = 1 + (seed >> 24) % 300_000;
        if (seed % 3 == 0) {
            (face, escrow) = (shares, address(0));
            (from, value) = _someCertificate(seed);
            if (value == 0) return;
        }
        bytes memory call = abi.encodeWithSignature(
            "order(address,address,address,uint256,address,bytes32)", face, from, _investor(seed >> 8), value, escrow, bytes32("court")
        );
        (bool ok, Vm.Log[] memory logs) = _step(Step.Order, rania, rania, call);
        for (uint256 i; ok && i < logs.length; ++i) {
            if (logs[i].topics[0] == IMasterEvents.Ordered.selector) _orders.push(uint256(logs[i].topics[1]));
        }
    }

    /// @dev Anyone carries an order out: not before its time, once, and only whose it names loses. An escrow gives back.
    function surrender(uint256 seed) public {
        uint256 id = _someOrder(seed);
        if (id == 0) return order(seed);
        Order memory o = master.orderOf(id);
        if (seed % 3 == 0 && block.timestamp < o.earliest) vm.warp(o.earliest);
        uint256 pledged = _pledgedFor(o);
        uint256[] memory before = _wealth();
        (bool ok,) = address(master).call(abi.encodeCall(IMasterOffice.executeOrder, (id)));
        vm.assertTrue(ok == (block.timestamp >= o.earliest), "an order is carried out after its notice, whatever else is going on");
        _nobodyElseLost(before, o.from);
        if (ok && pledged != 0) vm.assertEq(ICampaign(o.escrow).pledgeOf(o.from).units, 0, "the escrow gave back");
        if (ok) vm.assertEq(master.orderOf(id).from, address(0), "once");
        _count(Step.Surrender, ok && pledged != 0);
    }

    /// @dev One that reaches a pledge, if there is any.
    function _someOrder(uint256 seed) private view returns (uint256 id) {
        for (uint256 i; i < _orders.length; ++i) {
            uint256 one = _orders[((seed >> 8) + i) % _orders.length];
            Order memory o = master.orderOf(one);
            if (o.from != address(0)) id = one;
            if (_pledgedFor(o) != 0) return one;
        }
    }

    function _pledgedFor(Order memory o) private view returns (uint256) {
        return o.escrow == address(0) ? 0 : ICampaign(o.escrow).pledgeOf(o.from).units;
    }

    function _withdrawOrders() internal {
        for (uint256 i; i < _orders.length; ++i) {
            if (master.orderOf(_orders[i]).from == address(0)) continue;
            _do(rania, rania, abi.encodeWithSignature("withdrawOrder(uint256,bytes32)", _orders[i], bytes32("peace")));
        }
    }

    // -- the calendar and the figures

    /// @dev Other business days, another cooling-off, grace or moratorium: what is approved keeps its dates.
    function rule(uint256 seed) public {
        bytes memory call;
        uint256 value = seed >> 16;
        if (seed % 4 == 0) {
            uint256 word = (block.timestamp / 1 days >> 8) + value % 2;
            call = abi.encodeCall(IRulebook.publishCalendar, (word, type(uint256).max, uint256(keccak256(abi.encode(seed)))));
        } else if (seed % 4 == 1) {
            call = abi.encodeCall(IRulebook.setRule, ("R10s", 0, value % 2 == 0 ? 0 : 2 days + value % 5 days, 0));
        } else if (seed % 4 == 2) {
            call = abi.encodeCall(IRulebook.setRule, ("late-money-s", 0, value % 3 days, 0));
        } else {
            call = abi.encodeCall(IRulebook.setRule, ("R19", 0, value % 200 days, 0));
        }
        bytes32 dates = _allDates();
        (bool ok,) = _step(Step.Rule, seed % 7 == 0 ? tan : rania, rulebook, call);
        vm.assertTrue(!ok || seed % 7 != 0, "the rulebook is the regulator's");
        vm.assertEq(_allDates(), dates, "I15: what is approved keeps its dates");
    }

    function _allDates() private view returns (bytes32 seen) {
        for (uint256 i; i < campaigns.length; ++i) {
            (uint64 grace, uint64 coolingOff, uint64 notice) = campaigns[i].dates();
            seen = keccak256(abi.encode(seen, grace, coolingOff, notice));
        }
    }

    // -- other code

    /// @dev The next version does what the last one does, at another address: nothing that lives may notice.
    function announce(uint256 seed) public {
        bytes32 name = _moduleNames()[seed % 6];
        address code = address(uint160(uint256(keccak256(abi.encode(name, seed)))));
        vm.etch(code, master.moduleOf(name).code.code);
        bytes memory call = _announceCall(name, code, name == "campaign" || name == "book", Role.Regulator);
        _step(Step.Announce, rania, rania, call);
    }

    /// @dev After the notice the second party activates: nobody's things change by it, and what was replaced writes no more.
    function activate(uint256 seed) public {
        (bool found, bytes32 name) = _someAnnounced(seed);
        if (!found) return announce(seed);
        Module memory m = master.moduleOf(name);
        if (seed % 3 == 0 && block.timestamp < m.earliest) vm.warp(m.earliest);
        address door = m.activator == Role.Trustee ? trustees[(seed >> 8) % 2] : m.activator == Role.Operator ? operators[(seed >> 8) % 2] : rania;
        if (seed % 7 == 0) door = m.activator == Role.Trustee ? omar : tan;
        bytes32 seen = looks();
        (bool ok,) = _step(Step.Activate, door, door, _activateCall(name));
        if (!ok) return;
        vm.assertTrue(seed % 7 != 0 && block.timestamp >= m.earliest, "by who may, after the notice");
        vm.assertEq(looks(), seen, "other code, the same market");
        vm.prank(m.code);
        (ok,) = address(master).call(abi.encodeCall(IMasterCore.write, ("k", "v")));
        vm.assertTrue(!ok, "what was replaced writes no more");
        _adopt(name, m.next);
    }

    function _someAnnounced(uint256 seed) private view returns (bool, bytes32) {
        for (uint256 i; i < 6; ++i) {
            bytes32 name = _moduleNames()[((seed >> 16) + i) % 6];
            if (master.moduleOf(name).next != address(0)) return (true, name);
        }
        return (false, 0);
    }

    /// @dev From now on, new things are made by the new code; those that live go on with theirs.
    function _adopt(bytes32 name, address code) private {
        if (name == "money") money = code;
        if (name == "equity") equity = code;
        if (name == "rulebook") rulebook = code;
        if (name == "records") records = code;
        if (name == "campaign") campaignTemplate = code;
        if (name == "book") bookTemplate = code;
    }

    // -- time

    function jump(uint256 seed) public {
        ICampaign.Terms memory t = campaigns[campaigns.length - 1].terms();
        uint256 to = block.timestamp + 1 + (seed >> 8) % 12 days;
        if (seed % 4 == 0 && t.opensAt > block.timestamp) to = t.opensAt;
        if (seed % 4 == 1 && t.closesAt > block.timestamp) to = t.closesAt;
        vm.warp(to);
        _count(Step.Jump, true);
    }
}
