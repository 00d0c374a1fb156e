// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Push} from "../../src/libraries/Types.sol";
import {Vm} from "../Vm.sol";
import {Steps} from "./Steps.sol";

/// @dev A campaign's course: opened, pledged for, withdrawn from, pushed.
abstract contract CampaignSteps is Steps {
    uint256 private constant MOST_CAMPAIGNS = 30;

    /// @dev What was announced before a close, and whose late deposit was shown: kept apart from the campaigns.
    mapping(bytes32 pledge => bool) internal intended;
    mapping(address campaign => mapping(address investor => bool)) internal showed;

    /// @dev The next thing that staff would do with the last campaign: propose, approve, mint.
    function open(uint256 seed) public {
        ICampaign last = campaigns[campaigns.length - 1];
        ICampaign.State now_ = last.state();
        ICampaign.Terms memory t = last.terms();
        address trustee = master.faceOf(t.face).trustee;
        if (now_ == ICampaign.State.Proposed && block.timestamp < t.closesAt) {
            bytes memory decide =
                seed % 9 == 0 ? abi.encodeCall(ICampaign.reject, ("no")) : abi.encodeCall(ICampaign.approve, (bytes32(0)));
            _step(Step.Open, t.operator, address(last), decide);
        } else if (now_ == ICampaign.State.Approved && block.timestamp < t.closesAt) {
            bytes memory mint = _mintUnitsCall(t.face, address(last), t.maximum, keccak256(abi.encode("units", last)));
            (bool ok,) = _step(Step.Open, trustee, trustee, mint);
            if (ok) minted[t.face] += t.maximum;
        } else if (now_ == ICampaign.State.Ready && seed % 4 == 0) {
            bytes memory cancel = abi.encodeCall(ICampaign.cancel, ("no"));
            (bool ok,) = _step(Step.CancelCampaign, t.issuer, address(last), cancel);
            if (ok) gone[t.face] += t.maximum;
        } else {
            _proposeOne(seed);
        }
    }

    function _proposeOne(uint256 seed) private {
        uint256 i = (seed >> 4) % 2;
        if (_isRunning(issuers[i]) || !master.isActive(issuers[i])) i = 1 - i;
        if (campaigns.length > MOST_CAMPAIGNS || _isRunning(issuers[i])) return push(seed);
        address token = tokens[(seed >> 5) % 3 == 0 ? 1 : 0];
        bytes memory call = (seed >> 8) % 2 == 0 ? _proposeCall(classes[i], token) : _proRataCall(classes[i], token);
        (bool ok, Vm.Log[] memory logs) = _step(Step.Open, issuers[i], campaignTemplate, call);
        if (ok) campaigns.push(ICampaign(_addressIn(logs, IMasterEvents.Opened.selector, 1)));
    }

    /// @dev Whether it has a campaign that stands in the way of its next one (R13).
    function _isRunning(address issuer) private view returns (bool) {
        for (uint256 i; i < campaigns.length; ++i) {
            if (campaigns[i].issuer() != issuer || campaigns[i].isOver()) continue;
            if (campaigns[i].state() != ICampaign.State.Proposed) return true;
        }
        return false;
    }

    function pledge(uint256 seed, uint256 units) public {
        ICampaign campaign = _campaign(seed);
        address token = campaign.terms().money;
        if (seed % 2 == 0 && campaign.state() == ICampaign.State.Ready) vm.warp(campaign.terms().opensAt);
        if (seed % 8 != 0 && campaign.state() != ICampaign.State.Live) return open(seed);
        address door = _investor(seed >> 16);
        for (uint256 i; i < investors.length && master.balanceOf(token, door) < PRICE; ++i) {
            door = investors[i];
        }
        units = units % 1_600;
        if (seed % 3 != 0) units = master.balanceOf(token, door) / PRICE;
        _pledgeUnits(Step.Pledge, campaign, door, units, seed % 5 == 0 ? units : 1, seed % 13 == 0 ? units * PRICE / 2 : units * PRICE);
    }

    /// @dev What is pledged is pledged in time, or was intended in time and its deposit shown; and by who may.
    function _pledgeUnits(Step kind, ICampaign campaign, address door, uint256 units, uint256 least, uint256 most) internal {
        ICampaign.Terms memory t = campaign.terms();
        (bool performed,) = _step(kind, door, address(campaign), t.money, most, _pledgeCall(units, least));
        if (!performed) return;
        address trustee = master.faceOf(t.money).trustee;
        bool may = master.isActive(door) && master.isActive(t.issuer) && master.isActive(trustee);
        vm.assertTrue(may, "I20: only who may act pledges, to who may, in money that is open");
        if (block.timestamp < t.closesAt) return;
        bytes32 intent = keccak256(abi.encode(campaign, campaign.intentOf(door, units, least)));
        vm.assertTrue(intended[intent] && showed[address(campaign)][door], "I14: late is only what was intended and shown");
        (uint64 graceEndsAt,,) = campaign.dates();
        vm.assertTrue(block.timestamp < graceEndsAt, "I14: and not after the grace");
        intended[intent] = false;
    }

    /// @dev I17: while the exit is open, who asks for his pledge has it, whatever else is going on.
    function takeBack(uint256 seed) public {
        ICampaign campaign = seed % 2 == 0 ? _campaign(seed) : _pledgedCampaign(seed);
        address door = _pledger(campaign, seed);
        bool due = campaign.pledgeOf(door).units != 0 && _isExitOpen(campaign) && !master.isFrozen(door);
        (bool performed,) =
            _step(Step.TakeBack, door, address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()));
        vm.assertTrue(performed == due, "I17: a pledge can be withdrawn while the exit is open, and only then");
    }

    function _isExitOpen(ICampaign campaign) private view returns (bool) {
        ICampaign.State now_ = campaign.state();
        (, uint64 coolingOffEndsAt, uint64 noticeEndsAt) = campaign.dates();
        bool running = now_ >= ICampaign.State.Live && now_ <= ICampaign.State.CoolingOff;
        return running && (block.timestamp < coolingOffEndsAt || block.timestamp < noticeEndsAt);
    }

    /// @dev Sam pushes whatever may be due; nobody loses by it.
    function push(uint256 seed) public {
        ICampaign campaign = _campaign(seed);
        address face = campaign.terms().face;
        uint256[] memory before = _wealth();
        (bytes32 seen, uint256 units) = (looks(), supply(face));
        Push[] memory steps = new Push[](5);
        uint256 n = 1 + (seed >> 16) % 3;
        steps[0] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.close, ()));
        steps[1] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.settle, (n)));
        bytes memory third =
            seed % 2 == 0 ? abi.encodeCall(ICampaign.fail, ()) : abi.encodeCall(ICampaign.collect, (_investor(seed)));
        steps[2] = Push(address(campaign), 3_000_000, third);
        steps[3] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.refund, (n)));
        bytes32 person = master.participant(_investor(seed >> 8)).person;
        steps[4] = Push(rulebook, 3_000_000, abi.encodeCall(IRulebook.tidy, (person, 3)));
        relay.push(steps);
        _count(Step.Push, looks() != seen);
        gone[face] += units - supply(face);
        _nobodyElseLost(before, address(0));
    }
}
