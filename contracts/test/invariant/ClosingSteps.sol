// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {Push} from "../../src/libraries/Types.sol";
import {LargestRemainder} from "../LargestRemainder.sol";
import {CampaignSteps} from "./CampaignSteps.sol";

/// @dev What comes around a close: money that is late, demand that is cut, news that opens the exit again.
abstract contract ClosingSteps is CampaignSteps {
    struct Intent { ICampaign campaign; address door; uint256 units; }

    Intent[] private _intents;

    // -- late money

    function intend(uint256 seed, uint256 units) public {
        ICampaign campaign = _campaign(seed);
        address door = _investor(seed >> 16);
        units = 1 + units % 400;
        bytes32 pledge_ = campaign.intentOf(door, units, 1);
        (bytes32 seen, bool live) = (looks(), campaign.state() == ICampaign.State.Live);
        (bool ok,) = address(campaign).call(abi.encodeCall(ICampaign.intend, (pledge_)));
        vm.assertTrue(ok == live, "what comes late is announced while live, and only then");
        vm.assertEq(looks(), seen, "and reserves nothing");
        _count(Step.Intend, ok);
        if (!ok) return;
        _intents.push(Intent(campaign, door, units));
        intended[keccak256(abi.encode(campaign, pledge_))] = true;
    }

    /// @dev After the deadline: the money is minted with the bank's own stamp, shown, and pledged as it was announced.
    function late(uint256 seed) public {
        (bool found, Intent memory i) = _someIntent(seed);
        if (!found) return intend(seed, seed >> 128);
        ICampaign.Terms memory t = i.campaign.terms();
        if (block.timestamp < t.closesAt) vm.warp(t.closesAt + (seed >> 16) % 1 days);
        uint64 creditedAt = seed % 5 == 0 ? t.closesAt : t.closesAt - 1;
        (bool shown, bytes32 ref) = (false, keccak256(abi.encode("late", seed, block.timestamp)));
        if (_mintLate(t.money, i.door, i.units * PRICE, ref, creditedAt)) {
            (shown,) = address(i.campaign).call(abi.encodeCall(ICampaign.showDeposit, (i.door, ref)));
            vm.assertTrue(shown == creditedAt < t.closesAt, "the bank's stamp decides what is late money");
        }
        if (shown) showed[address(i.campaign)][i.door] = true;
        _pledgeUnits(Step.Late, i.campaign, i.door, i.units, 1, i.units * PRICE);
    }

    function _mintLate(address token, address to, uint256 amount, bytes32 ref, uint64 creditedAt) private returns (bool ok) {
        bytes memory call = abi.encodeWithSignature("mint(address,uint256,bytes32,uint64)", to, amount, ref, creditedAt);
        address trustee = master.faceOf(token).trustee;
        (ok,) = _step(Step.Deposit, trustee, trustee, call);
        if (ok) minted[token] += amount;
    }

    /// @dev One whose campaign is not closed yet.
    function _someIntent(uint256 seed) private view returns (bool, Intent memory) {
        for (uint256 n; n < _intents.length; ++n) {
            Intent memory i = _intents[((seed >> 8) + n) % _intents.length];
            ICampaign.State now_ = i.campaign.state();
            bool standing = intended[keccak256(abi.encode(i.campaign, i.campaign.intentOf(i.door, i.units, 1)))];
            if (standing && (now_ == ICampaign.State.Live || now_ == ICampaign.State.Due)) return (true, i);
        }
        return (false, Intent(ICampaign(address(0)), address(0), 0));
    }

    // -- pro rata

    /// @dev Closed with more demand than there is: anyone proposes where the larger remainders end, sometimes wrongly, and
    /// pushes the count and the excess in batches. Everybody gets what the reference says.
    function allocate(uint256 seed) public {
        (bool found, ICampaign campaign) = _someCut();
        if (!found) return push(seed);
        uint256 maximum = campaign.terms().maximum;
        (uint256[] memory wanted, uint64 rest, address last) = LargestRemainder.cut(investors, _asked(campaign), maximum);
        uint256[] memory before = _wealth();
        relay.push(_allocation(campaign, rest, last, 2 + seed % 3, seed));
        _nobodyElseLost(before, address(0));
        uint256 all;
        for (uint256 i; i < investors.length; ++i) {
            all += campaign.allocationOf(investors[i]);
        }
        bool allocated = all != 0;
        for (uint256 i; allocated && i < investors.length; ++i) {
            vm.assertEq(campaign.allocationOf(investors[i]), wanted[i], "by largest remainder");
            if (seed % 2 == 0) vm.assertLe(campaign.pledgeOf(investors[i]).units, wanted[i], "and the excess went back");
        }
        vm.assertTrue(!allocated || all == maximum, "R14: exactly the maximum is allocated");
        _count(Step.Allocate, allocated && seed % 2 == 0);
    }

    /// @dev `n` investors a push, so often that an even seed comes to the end and an odd one may not.
    function _allocation(ICampaign campaign, uint64 rest, address last, uint256 n, uint256 seed)
        private
        pure
        returns (Push[] memory steps)
    {
        steps = new Push[](seed % 2 == 0 ? 8 : 3);
        steps[0] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.close, ()));
        steps[1] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.allocate, (rest + 1, last, n)));
        for (uint256 i = 2; i < steps.length; ++i) {
            bytes memory call = i < 5 ? abi.encodeCall(ICampaign.allocate, (rest, last, n)) : abi.encodeCall(ICampaign.returnExcess, (n));
            steps[i] = Push(address(campaign), 3_000_000, call);
        }
    }

    function _asked(ICampaign campaign) internal view returns (uint256[] memory asked) {
        asked = new uint256[](investors.length);
        for (uint256 i; i < asked.length; ++i) {
            asked[i] = campaign.pledgeOf(investors[i]).asked;
        }
    }

    function _isCut(ICampaign campaign) internal view returns (bool) {
        if (campaign.terms().allocation == ICampaign.Allocation.FirstCome) return false;
        uint256[] memory asked = _asked(campaign);
        uint256 demand;
        for (uint256 i; i < asked.length; ++i) {
            demand += asked[i];
        }
        return demand > campaign.terms().maximum;
    }

    function _someCut() private view returns (bool, ICampaign) {
        for (uint256 n = campaigns.length; n != 0; --n) {
            ICampaign campaign = campaigns[n - 1];
            ICampaign.State now_ = campaign.state();
            bool closed = now_ == ICampaign.State.CoolingOff || now_ == ICampaign.State.Due;
            if (closed && _isCut(campaign)) return (true, campaign);
        }
        return (false, ICampaign(address(0)));
    }

    /// @dev Brings a cut campaign to the end of its allocation by anyone's steps alone.
    function _allocateAll(ICampaign campaign) internal {
        (, uint64 rest, address last) = LargestRemainder.cut(investors, _asked(campaign), campaign.terms().maximum);
        relay.push(_allocation(campaign, rest, last, 100, 0));
    }

    // -- adverse changes

    function notice(uint256 seed) public {
        ICampaign campaign = _campaign(seed);
        ICampaign.Terms memory t = campaign.terms();
        address door = seed % 5 == 0 ? _investor(seed >> 16) : seed % 5 < 3 ? t.issuer : t.operator;
        bytes memory call = abi.encodeCall(ICampaign.adverseNotice, ("news"));
        (bool ok,) = _step(Step.Notice, door, address(campaign), call);
        if (!ok) return;
        vm.assertTrue(door == t.issuer || door == t.operator, "R11: told by its issuer or its operator");
        (,, uint64 endsAt) = campaign.dates();
        vm.assertEq(endsAt, block.timestamp + WINDOW, "R11: and the exit is open for so long");
    }
}
