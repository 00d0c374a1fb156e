// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {Certificate, Holding, Role} from "../../src/libraries/Types.sol";
import {Vm} from "../Vm.sol";
import {Walk} from "./Walk.sol";

/// @dev Takes the steps of a walk, and remembers how each campaign stood before the last one: what an invariant itself writes,
/// forge forgets.
contract Pace {
    Walk private immutable WALK;
    bytes4[] private _steps;
    mapping(ICampaign campaign => ICampaign.State) public was;
    mapping(ICampaign campaign => bytes32) public terms;

    constructor(Walk walk, bytes4[] memory steps) {
        (WALK, _steps) = (walk, steps);
        _look();
    }

    /// @notice One step of the kind that `kind` falls on; the walk's own code never reverts.
    function step(uint256 kind, uint256 seed, uint256 value) external {
        _look();
        (bool ok, bytes memory why) = address(WALK).call(abi.encodeWithSelector(_steps[kind % _steps.length], seed, value));
        if (ok) return;
        assembly {
            revert(add(why, 32), mload(why))
        }
    }

    function _look() private {
        (,,,, uint256 n) = WALK.counts();
        for (uint256 i; i < n; ++i) {
            ICampaign c = WALK.campaigns(i);
            was[c] = c.state();
            if (terms[c] == 0) terms[c] = keccak256(abi.encode(c.terms()));
        }
    }
}

/// @dev What holds after every step of every walk. contracts/PROPERTIES.md says each in a sentence.
contract PromisesTest {
    struct FuzzSelector { address addr; bytes4[] selectors; }

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_TEST = true;
    uint256 private constant PRICE = 250;

    Walk private walk;
    Pace private pace;
    IMarketMaster private master;

    function setUp() external {
        walk = new Walk();
        master = walk.kernel();
        pace = new Pace(walk, _steps());
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(pace);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(pace), new bytes4[](1));
        list[0].selectors[0] = Pace.step.selector;
    }

    /// @dev The last one revokes.
    function _steps() private view returns (bytes4[] memory s) {
        s = new bytes4[](41);
        (s[0], s[1], s[2], s[3]) = (walk.deposit.selector, walk.deposit.selector, walk.withdraw.selector, walk.answer.selector);
        (s[4], s[5], s[6], s[7]) = (walk.open.selector, walk.open.selector, walk.pledge.selector, walk.pledge.selector);
        (s[8], s[9], s[10], s[11]) = (walk.takeBack.selector, walk.push.selector, walk.push.selector, walk.ask.selector);
        (s[12], s[13], s[14]) = (walk.bid.selector, walk.cancelOrder.selector, walk.transfer.selector);
        (s[15], s[16], s[17]) = (walk.supervise.selector, walk.jump.selector, walk.attack.selector);
        (s[18], s[19], s[20], s[21]) = (walk.intend.selector, walk.late.selector, walk.allocate.selector, walk.allocate.selector);
        (s[22], s[23], s[24], s[25]) = (walk.notice.selector, walk.order.selector, walk.surrender.selector, walk.rule.selector);
        (s[26], s[27], s[28], s[29]) = (walk.announce.selector, walk.activate.selector, walk.pledge.selector, walk.open.selector);
        (s[30], s[31], s[32]) = (walk.deposit.selector, walk.open.selector, walk.tend.selector);
        (s[33], s[34], s[35], s[36]) = (walk.pledge.selector, walk.pledge.selector, walk.bid.selector, walk.deposit.selector);
        (s[37], s[38], s[39], s[40]) = (walk.succeed.selector, walk.pass.selector, walk.move.selector, walk.revoke.selector);
    }

    function invariant_promises_hold() external view {
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
        vm.assertEq(master.balanceOf(walk.tokens(0), address(walk.market())), 0, "I32: the book keeps nothing");
        (,,,, uint256 n) = walk.counts();
        for (uint256 i; i < n; ++i) {
            ICampaign c = walk.campaigns(i);
            if (c.state() == ICampaign.State.Proposed) continue;
            vm.assertTrue(c.isOver(), "every campaign comes to an end without its parties");
            vm.assertEq(master.balanceOf(c.terms().money, address(c)), 0, "and keeps no money");
            vm.assertEq(master.holdingOf(c.terms().face, address(c)).units, 0, "and no units");
        }
        walk.emptyAll();
        _money();
        vm.assertEq(walk.supply(walk.tokens(0)) + walk.supply(walk.tokens(1)), 0, "every sen can be taken out and is burned");
    }

    /// @dev I44: walks of this kind are not in vain. One that is always the same, of fifteen hundred steps: every kind of step
    /// succeeds in it, and a fifth of all steps at least. Nobody is revoked in its first half, so that the second has much to end.
    function test_a_walk_is_not_in_vain() external {
        uint256 kinds = _steps().length;
        for (uint256 i; i < 1_500; ++i) {
            uint256 chance = uint256(keccak256(abi.encode("walk", i)));
            uint256 seed = uint256(keccak256(abi.encode(chance)));
            pace.step(chance % (i < 750 ? kinds - 1 : kinds), seed, seed >> 128);
        }
        (uint256 tried, uint256 done) = (0, 0);
        for (uint256 i; i < walk.STEPS(); ++i) {
            vm.assertGt(walk.done(i), 0, string.concat("a kind of step never succeeded: ", vm.toString(i)));
            (tried, done) = (tried + walk.tried(i), done + walk.done(i));
        }
        vm.assertTrue(done * 5 >= tried, "a walk in which nearly everything is refused shows nothing");
        this.afterInvariant();
    }

    // -- I1, I2, I4, I7: money

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
            uint256 inBook = j == 0 ? _heldByBids() : 0;
            vm.assertEq(master.balanceOf(token, address(walk.market())), inBook, "I29: the book holds what its bids hold");
        }
        for (uint256 i; i < all.length; ++i) {
            vm.assertEq(all[i].balance, 0, "I7: no ether anywhere");
        }
    }

    /// @dev The book asks no fee, in steps of a sen.
    function _heldByBids() private view returns (uint256 sum) {
        for (uint256 id = 1; id <= walk.lastOrder(); ++id) {
            IBookEvents.Order memory o = walk.market().orderOf(id);
            if (o.side == IBookEvents.Side.Bid) sum += uint256(o.units) * o.level;
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
        IBook market = walk.market();
        for (uint256 id = 1; id <= walk.lastOrder(); ++id) {
            IBookEvents.Order memory o = market.orderOf(id);
            if (o.side != IBookEvents.Side.Ask) continue;
            Certificate memory c = master.certificateOf(face, o.certificate);
            if (c.heldBy != address(market) || c.encumbrance != o.encumbrance) continue; // taken by an order of the regulator
            offered += o.units;
            vm.assertEq(c.owner, o.owner, "what is offered stays with its seller");
            vm.assertEq(c.heldUnits, o.units, "encumbered for exactly what is offered");
        }
        vm.assertEq(held, offered, "nothing else is encumbered");
    }

    // -- I6, I8 to I15, I22, I23: campaigns

    function _campaigns() private view {
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
        (uint256 pledged, uint256 held) = _pledged(c);
        bool over = now_ == ICampaign.State.Failed || now_ == ICampaign.State.Cancelled;
        vm.assertEq(pledged, c.unitsPledged(), "the pledges are what is pledged");
        address other = walk.tokens(t.money == walk.tokens(0) ? 1 : 0);
        vm.assertEq(master.balanceOf(other, address(c)), 0, "I6: no other trustee's money");
        bool asks = t.allocation == ICampaign.Allocation.ProRata && now_ < ICampaign.State.Settling;
        vm.assertTrue(asks || over || pledged <= t.maximum, "I9, R14: more is asked for, pro rata, and never sold");
        if (now_ == ICampaign.State.Settling) {
            vm.assertTrue(balance >= pledged * PRICE, "nothing leaves before all is delivered");
        } else if (now_ == ICampaign.State.Settled) {
            vm.assertEq(balance, held + c.dueTo(t.issuer) + c.dueTo(t.operator), "only what waits for who is frozen or suspended");
            vm.assertEq(units, pledged, "only what waits for investors");
        } else {
            vm.assertEq(balance, pledged * PRICE + held, "I8, I10: the escrow is what is pledged, and excess that waits, to the sen");
        }
        if (over) vm.assertEq(units, 0, "no units of a campaign that failed");
        bool ready = now_ >= ICampaign.State.Ready && now_ <= ICampaign.State.CoolingOff;
        if (ready) vm.assertEq(units, t.maximum, "the units are there while they can be pledged for");
    }

    /// @dev Units, and the sen of excess that waits for investors who are frozen.
    function _pledged(ICampaign c) private view returns (uint256 units, uint256 held) {
        (uint256 n,,,,) = walk.counts();
        for (uint256 i; i < n; ++i) {
            units += c.pledgeOf(walk.investors(i)).units;
            held += c.dueTo(walk.investors(i));
        }
    }

    /// @dev States only go forward, terminal ones stay, and terms never change.
    function _course(ICampaign c) private view {
        (ICampaign.State was, ICampaign.State now_) = (pace.was(c), c.state());
        vm.assertTrue(now_ >= was, "a campaign never goes back");
        if (was >= ICampaign.State.Settled) vm.assertTrue(now_ == was, "what is over is over");
        if (now_ == ICampaign.State.Failed) vm.assertTrue(was != ICampaign.State.Settling, "what settles does not fail");
        if (was < ICampaign.State.Settling && now_ >= ICampaign.State.Settling) _ends(c, now_);
        bytes32 terms = pace.terms(c);
        vm.assertTrue(terms == 0 || terms == keccak256(abi.encode(c.terms())), "terms never change");
    }

    /// @dev I14, R8, R11, R12: what settles has its minimum and every exit behind it; what fails had not, or was forgotten.
    function _ends(ICampaign c, ICampaign.State now_) private view {
        if (now_ == ICampaign.State.Cancelled) return;
        ICampaign.Terms memory t = c.terms();
        (uint64 graceEndsAt, uint64 coolingOffEndsAt, uint64 noticeEndsAt) = c.dates();
        bool closed = block.timestamp >= coolingOffEndsAt && block.timestamp >= noticeEndsAt;
        if (now_ == ICampaign.State.Failed) {
            bool late = block.timestamp > t.opensAt + 90 days;
            bool revoked = walk.isRevoked(master.faceOf(t.money).trustee);
            bool short = c.unitsPledged() < t.minimum && (closed || block.timestamp >= graceEndsAt);
            bool empty = block.timestamp >= t.closesAt && c.unitsPledged() == 0;
            vm.assertTrue(late || short || empty || revoked, "I14: not failed without a reason");
        } else {
            uint256 raised = now_ == ICampaign.State.Settled ? c.raised() : c.unitsPledged() * PRICE;
            vm.assertTrue(closed, "I17, R12: nothing settles while a pledge can be withdrawn");
            vm.assertTrue(!walk.isRevoked(master.faceOf(t.money).trustee), "nor in money of a revoked trustee");
            vm.assertTrue(now_ == ICampaign.State.Settling || raised >= t.minimum * uint256(PRICE), "I14: nor below the minimum");
            vm.assertLe(raised, t.maximum * uint256(PRICE), "I9: nor above the maximum");
        }
    }

    // -- I18, I19: ceilings

    /// @dev Rita has two doors, one person: R4 and R4b hold for both together.
    function _ceilings() private view {
        (,,,, uint256 n) = walk.counts();
        uint256[2] memory ofIssuer;
        uint256[2] memory raised;
        for (uint256 i; i < n; ++i) {
            ICampaign c = walk.campaigns(i);
            uint256 units = uint256(c.pledgeOf(walk.investors(2)).units) + c.pledgeOf(walk.investors(3)).units;
            uint256 issuer = c.issuer() == walk.issuers(0) ? 0 : 1;
            ofIssuer[issuer] += units * PRICE;
            if (c.state() >= ICampaign.State.Approved) raised[issuer] += c.raised();
        }
        vm.assertTrue(raised[0] <= 3_000_000 && raised[1] <= 3_000_000, "I19, R1: what is raised and reserved");
        vm.assertLe(ofIssuer[0], 400_000, "R4");
        vm.assertLe(ofIssuer[1], 400_000, "R4");
        vm.assertLe(ofIssuer[0] + ofIssuer[1], 600_000, "R4b");
    }
}
