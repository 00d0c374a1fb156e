// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMarket} from "../../src/interfaces/IMarket.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {Certificate, Holding, Role} from "../../src/libraries/Types.sol";
import {Vm} from "../Vm.sol";
import {Walk} from "./Walk.sol";

/// @dev What holds after every step of every walk. contracts/PROPERTIES.md says each in a sentence.
contract PromisesTest {
    struct FuzzSelector { address addr; bytes4[] selectors; }

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_TEST = true;
    uint256 private constant PRICE = 250;

    Walk private walk;
    IMarketMaster private master;
    mapping(address campaign => ICampaign.State) private _was;
    mapping(address campaign => bytes32) private _terms;

    function setUp() external {
        walk = new Walk();
        master = walk.kernel();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(walk);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(walk), _steps());
    }

    function _steps() private pure returns (bytes4[] memory s) {
        s = new bytes4[](18);
        (s[0], s[1], s[2], s[3]) = (Walk.deposit.selector, Walk.deposit.selector, Walk.withdraw.selector, Walk.answer.selector);
        (s[4], s[5], s[6], s[7]) = (Walk.open.selector, Walk.open.selector, Walk.pledge.selector, Walk.pledge.selector);
        (s[8], s[9], s[10], s[11]) = (Walk.takeBack.selector, Walk.push.selector, Walk.push.selector, Walk.offer.selector);
        (s[12], s[13], s[14]) = (Walk.take.selector, Walk.cancelOffer.selector, Walk.transfer.selector);
        (s[15], s[16], s[17]) = (Walk.supervise.selector, Walk.jump.selector, Walk.attack.selector);
    }

    function invariant_promises_hold() external {
        _money();
        _units();
        _campaigns();
        _ceilings();
    }

    /// @dev After each walk: all that is due can be had, and the promises hold to the end.
    function afterInvariant() external {
        walk.makePeace();
        _money();
        _units();
        walk.endAll();
        _money();
        _units();
        (,,,, uint256 n) = walk.counts();
        for (uint256 i; i < n; ++i) {
            ICampaign c = walk.campaigns(i);
            if (c.state() == ICampaign.State.Proposed) continue;
            vm.assertTrue(c.isOver(), "every campaign comes to an end without its parties");
            vm.assertEq(master.balanceOf(c.terms().money, address(c)), 0, "and keeps no money");
            vm.assertEq(master.holdingOf(c.terms().face, address(c)).units, 0, "and no units");
        }
    }

    /// @dev I44: walks of this kind are not in vain. One that is always the same, of twelve hundred steps: every kind of step
    /// succeeds in it, and a fifth of all steps at least.
    function test_a_walk_is_not_in_vain() external {
        bytes4[] memory steps = _steps();
        for (uint256 i; i < 1_200; ++i) {
            bytes32 chance = keccak256(abi.encode("walk", i));
            uint256 seed = uint256(keccak256(abi.encode(chance)));
            bytes4 step = steps[uint256(chance) % steps.length];
            (bool ok,) = address(walk).call(abi.encodeWithSelector(step, seed, seed >> 128));
            vm.assertTrue(ok, "the walk's own code never reverts");
        }
        (uint256 tried, uint256 done) = (0, 0);
        for (uint256 i; i < walk.STEPS(); ++i) {
            vm.assertGt(walk.done(i), 0, string.concat("a kind of step never succeeded: ", vm.toString(i)));
            (tried, done) = (tried + walk.tried(i), done + walk.done(i));
        }
        vm.assertTrue(done * 5 >= tried, "a walk in which nearly everything is refused shows nothing");
    }

    // -- I1, I2, I4, I5: money

    function _money() private view {
        address[] memory all = walk.holders();
        for (uint256 j; j < 2; ++j) {
            address token = walk.tokens(j);
            uint256 sum;
            for (uint256 i; i < all.length; ++i) {
                sum += master.balanceOf(token, all[i]);
            }
            vm.assertEq(sum, walk.supply(token), "the sum over holders is the supply");
            vm.assertEq(sum, walk.minted(token) - walk.gone(token), "the supply is what was minted less what was burned");
            vm.assertEq(master.balanceOf(token, address(master)), _openWithdrawals(token), "the escrow is the open withdrawals");
            vm.assertEq(master.balanceOf(token, address(walk.market())), 0, "a market keeps no money");
        }
    }

    function _openWithdrawals(address token) private view returns (uint256 sum) {
        for (uint256 id = 1; id <= walk.lastWithdrawal(); ++id) {
            if (master.withdrawalOf(id).token == token) sum += master.withdrawalOf(id).amount;
        }
    }

    // -- I24, I25, I27, I31: certificates

    function _units() private view {
        address[] memory all = walk.holders();
        for (uint256 j; j < 2; ++j) {
            address face = walk.classes(j);
            uint256 sum;
            for (uint256 i; i < all.length; ++i) {
                Holding memory h = master.holdingOf(face, all[i]);
                sum += h.units;
                (uint256 certificates, uint256 units) = _owned(face, all[i]);
                vm.assertEq(h.units, units, "a holding is the sum of its certificates");
                vm.assertEq(h.certificates, certificates, "and their number");
            }
            vm.assertEq(sum, walk.supply(face), "the sum over holders is the supply");
            vm.assertEq(sum, walk.minted(face) - walk.gone(face), "the supply is what was minted less what was given back");
            _encumbrances(face);
        }
    }

    function _owned(address face, address owner) private view returns (uint256 certificates, uint256 units) {
        for (uint256 id = 1; id <= master.faceOf(face).certificates; ++id) {
            Certificate memory c = master.certificateOf(face, id);
            if (c.owner != owner) continue;
            ++certificates;
            units += c.units;
        }
    }

    function _encumbrances(address face) private view {
        uint256 held;
        uint256 offered;
        for (uint256 id = 1; id <= master.faceOf(face).certificates; ++id) {
            Certificate memory c = master.certificateOf(face, id);
            vm.assertTrue((c.owner == address(0)) == (c.units == 0), "who has units has an owner, and the other way round");
            vm.assertLe(c.heldUnits, c.units, "no more is encumbered than there is");
            vm.assertTrue((c.heldBy == address(0)) == (c.heldUnits == 0), "encumbered to somebody, or not at all");
            held += c.heldUnits;
        }
        if (face != walk.classes(0)) return;
        for (uint256 id = 1; id <= walk.lastOffer(); ++id) {
            IMarket.Offer memory o = walk.market().offerOf(id);
            if (o.seller == address(0)) continue;
            offered += o.units;
            Certificate memory c = master.certificateOf(face, o.certificate);
            vm.assertEq(c.owner, o.seller, "an offered certificate stays with its seller");
            vm.assertEq(c.heldUnits, o.units, "encumbered for exactly what is offered");
        }
        vm.assertEq(held, offered, "nothing else is encumbered");
    }

    // -- I8 to I15, I22, I23: campaigns

    function _campaigns() private {
        (,,,, uint256 n) = walk.counts();
        uint256[2] memory live;
        for (uint256 i; i < n; ++i) {
            ICampaign c = walk.campaigns(i);
            _escrow(c);
            _course(c);
            ICampaign.State now_ = c.state();
            bool counts = now_ >= ICampaign.State.Approved && now_ < ICampaign.State.Settled;
            if (counts) ++live[c.issuer() == walk.issuers(0) ? 0 : 1];
        }
        vm.assertTrue(live[0] <= 1 && live[1] <= 1, "R13: one live campaign an issuer");
    }

    function _escrow(ICampaign c) private view {
        ICampaign.Terms memory t = c.terms();
        ICampaign.State now_ = c.state();
        uint256 balance = master.balanceOf(t.money, address(c));
        uint256 units = master.holdingOf(t.face, address(c)).units;
        uint256 pledged = _pledged(c);
        vm.assertEq(pledged, c.unitsPledged(), "the pledges are what is pledged");
        vm.assertLe(pledged, t.maximum, "R14");
        if (now_ == ICampaign.State.Settling) {
            vm.assertTrue(balance >= pledged * PRICE, "nothing leaves before all is delivered");
        } else if (now_ == ICampaign.State.Settled) {
            vm.assertEq(balance, c.dueTo(t.issuer) + c.dueTo(t.operator), "only what waits for issuer and operator");
            vm.assertEq(units, pledged, "only what waits for investors");
        } else {
            vm.assertEq(balance, pledged * PRICE, "the escrow is what is pledged, to the sen");
        }
        bool over = now_ == ICampaign.State.Failed || now_ == ICampaign.State.Cancelled;
        if (over) vm.assertEq(units, 0, "no units of a campaign that failed");
        bool ready = now_ >= ICampaign.State.Ready && now_ <= ICampaign.State.CoolingOff;
        if (ready) vm.assertEq(units, t.maximum, "the units are there while they can be pledged for");
    }

    function _pledged(ICampaign c) private view returns (uint256 units) {
        (uint256 n,,,,) = walk.counts();
        for (uint256 i; i < n; ++i) {
            units += c.pledgeOf(walk.investors(i)).units;
        }
    }

    /// @dev States only go forward, terminal ones stay, and terms never change.
    function _course(ICampaign c) private {
        (ICampaign.State was, ICampaign.State now_) = (_was[address(c)], c.state());
        vm.assertTrue(now_ >= was, "a campaign never goes back");
        if (was >= ICampaign.State.Settled) vm.assertTrue(now_ == was, "what is over is over");
        if (now_ == ICampaign.State.Failed) vm.assertTrue(was != ICampaign.State.Settling, "what settles does not fail");
        bytes32 terms = keccak256(abi.encode(c.terms()));
        if (_terms[address(c)] != 0) vm.assertEq(terms, _terms[address(c)], "terms never change");
        (_was[address(c)], _terms[address(c)]) = (now_, terms);
    }

    // -- I18: ceilings

    /// @dev Rita has two doors, one person: R4 and R4b hold for both together.
    function _ceilings() private view {
        (,,,, uint256 n) = walk.counts();
        uint256[2] memory ofIssuer;
        for (uint256 i; i < n; ++i) {
            ICampaign c = walk.campaigns(i);
            uint256 units = uint256(c.pledgeOf(walk.investors(2)).units) + c.pledgeOf(walk.investors(3)).units;
            ofIssuer[c.issuer() == walk.issuers(0) ? 0 : 1] += units * PRICE;
        }
        vm.assertLe(ofIssuer[0], 400_000, "R4");
        vm.assertLe(ofIssuer[1], 400_000, "R4");
        vm.assertLe(ofIssuer[0] + ofIssuer[1], 600_000, "R4b");
    }
}
