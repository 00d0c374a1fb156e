// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookOffice} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Act, Class, Role, SignedAct, Standing} from "../../src/libraries/Types.sol";
import {IReserves} from "../../src/interfaces/IReserves.sol";
import {QuietModule} from "../hostile/Hostiles.sol";
import {Town} from "../Town.sol";

/// @dev Gas floors: whoever relays an act with the least gas that lets it start cannot make it fail. Each act is relayed with
/// that least gas, in a transaction of its own (everything cold), in the most costly case that there is.
/// forge-config: default.isolate = true
/// forge-config: prove.isolate = true
contract FloorsTest is Town {
    function setUp() public override {
        super.setUp();
        // the costly way to count a cooling-off
        _setRule("R10s", 0, 0);
        _setRule("R10", 0, 20);
        _setRule("R4", 3, 1_000_000_000);
        _setRule("R4b", 3, 1_000_000_000);
        _setRule("money-transfers", 0, 1);
        _setRule("equity-transfers", 0, 1);
    }

    /// @dev Finds the least gas with which the act starts, by halving, and demands that it is performed with it.
    function _least(address door, address target, address asset, uint256 most, bytes memory call) private {
        Act memory a = _act(door, target, asset, most, call);
        SignedAct memory s = _signed(door, a);
        uint256 state = vm.snapshotState();
        (uint256 low, uint256 high) = (50_000, 4_000_000);
        while (high - low > 500) {
            s.gasCap = (low + high) / 2;
            (Outcome tried,) = _outcome(_relayOne(s), door, a.nonce);
            vm.revertToState(state);
            if (tried == Outcome.Skipped) low = s.gasCap;
            else high = s.gasCap;
        }
        s.gasCap = high;
        (Outcome outcome, bytes memory reason) = _outcome(_relayOne(s), door, a.nonce);
        if (outcome != Outcome.Performed) revert RefusedInstead(reason);
    }

    function _least(address door, address target, bytes memory call) private {
        _least(door, target, address(0), 0, call);
    }

    function test_signers() external {
        address key = vm.addr(_key("second"));
        _least(ivan, ivan, abi.encodeWithSignature("addSigner(address,bytes32,bytes32)", p256, 1, 2));
        _least(ivan, ivan, abi.encodeWithSignature("setThreshold(uint8)", 1));
        _least(ivan, ivan, abi.encodeWithSignature("removeSigner(address,bytes32,bytes32)", p256, 1, 2));
        _least(omar, omar, abi.encodeWithSignature("addSigner(address,bytes32,bytes32)", key, 0, 0));
    }

    function test_recovery() external {
        bytes memory call = abi.encodeWithSignature("recover(address,address,bytes32,bytes32)", ivan, p256, 1, 2);
        _least(omar, omar, call);
        _least(ivan, ivan, abi.encodeWithSignature("vetoRecovery()"));
        _least(ivan, ivan, abi.encodeWithSignature("recoverSelf(address,bytes32,bytes32)", p256, 1, 2));
        _least(tan, tan, call);
        _least(ivan, ivan, abi.encodeWithSignature("vetoRecovery()"));
        _least(rania, rania, call);
        _least(rania, rania, abi.encodeWithSignature("withdrawRecovery(address)", ivan));
    }

    function test_regulator() external {
        address key = vm.addr(_key("a"));
        bytes memory admit =
            abi.encodeWithSignature("admit(uint8,bytes32,address,address)", Role.Trustee, bytes32(type(uint256).max), key, sam);
        _least(rania, rania, admit);
        _least(rania, rania, _standingCall(omar, Standing.Suspended));
        _least(rania, rania, _standingCall(omar, Standing.Active));
        bytes memory freeze = abi.encodeWithSignature("freeze(address,uint64,bytes32)", ivan, type(uint64).max, bytes32("x"));
        _least(rania, rania, freeze);
        _least(rania, rania, _haltCall("money", true));
        _least(rania, rania, abi.encodeWithSignature("registerVerifier(address)", ringgit));
        address tess = _admitStaffed(Role.Trustee, "tess");
        _stand(rania, tan, Standing.Revoked);
        _least(rania, rania, abi.encodeWithSignature("nameSuccessor(address,address)", tan, tess));
        _least(rania, rulebook, abi.encodeCall(IRulebook.setRule, ("new", 3, 5, 0)));
        _least(rania, rulebook, abi.encodeCall(IRulebook.setRule, ("new", 3, type(uint256).max, 0)));
        _least(rania, rulebook, abi.encodeCall(IRulebook.publishCalendar, (77, type(uint256).max, 5)));
        _least(rania, rulebook, abi.encodeCall(IRulebook.setMicrofund, ("company", true)));
    }

    /// @dev The largest that there is: a campaign's template, with all its acts.
    function test_modules() external {
        address code = vm.deployCode("Campaign.sol:Campaign", abi.encode(master));
        _least(rania, rania, _announceCall("campaign", code, true, Role.Operator));
        _least(rania, rania, _announceCall("new", address(new QuietModule(master)), false, Role.Regulator));
        bytes memory taken = abi.encodeWithSignature("withdrawAnnouncement(bytes32,bytes32)", bytes32("new"), bytes32("a flaw"));
        _least(rania, rania, taken);
        _least(rania, rania, _announceCall("new", address(new QuietModule(master)), false, Role.Regulator));
        _least(rania, rania, _announceCall("money", vm.deployCode("MoneyFactory.sol:MoneyFactory", abi.encode(master)), false, Role.None));
        vm.warp(block.timestamp + 7 days);
        _least(omar, omar, _activateCall("campaign"));
        _least(rania, rania, _activateCall("new"));
        _least(tan, tan, _activateCall("money"));
    }

    function test_trustee_and_operator() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        _least(omar, omar, _linkCall(tess));
        _least(tess, tess, _linkCall(omar));
        _least(tess, tess, abi.encodeWithSignature("suspendLink(address)", omar));
        bytes memory admit = abi.encodeWithSignature(
            "admit(uint8,bytes32,address,bytes32,bytes32,address,bytes32,uint8,uint64)", Role.Issuer,
            bytes32(type(uint256).max), p256, bytes32(uint256(1)), bytes32(uint256(2)), tan, bytes32(type(uint256).max),
            Class.Retail, uint64(type(uint40).max)
        );
        _least(omar, omar, admit);
        _setRule("R7", 0, type(uint40).max);
        _least(omar, omar, _admitCall(Role.Investor, "nadia", tan, "nadia", Class.Retail, uint64(type(uint40).max)));
        _least(omar, omar, abi.encodeWithSignature("renew(address,uint8,uint64)", ivan, Class.Angel, uint64(type(uint40).max)));
        _least(omar, omar, _standingCall(ivan, Standing.Suspended));
        _least(omar, omar, _standingCall(ivan, Standing.Active));
        uint256 today = (block.timestamp + 8 hours) / 1 days;
        _setRule("reserve", 0, 20);
        _least(tan, money, abi.encodeCall(IReserves.postReserve, (type(uint96).max, today)));
        _least(tan, tan, _mintCall(ivan, 1_000, "first"));
        _least(ivan, ivan, _withdrawalCall(ringgit, 10));
        _least(tan, tan, abi.encodeWithSignature("returnWithdrawal(uint256,bytes32)", 1, bytes32("no")));
        _least(ivan, ivan, _withdrawalCall(ringgit, 1_000));
        _least(tan, tan, abi.encodeWithSignature("burn(uint256,bytes32)", 2, bytes32("out")));
    }

    function test_records() external {
        bytes32 w = bytes32(type(uint256).max);
        bytes memory call = abi.encodeWithSignature(
            "anchor(bytes32,uint256,bytes32,bytes32,bytes32,bytes32,bytes32,bytes32,bytes32)", w, 1, w, w, w, w, w, w, w
        );
        _least(ivan, records, call);
    }

    function test_campaign() external {
        bytes memory create = abi.encodeWithSignature("createClass(bytes32,bytes32,address)", bytes32("b"), bytes32("B"), tan);
        _least(ida, ida, create);
        _least(ida, campaignTemplate, _proposeCall(shares, ringgit));
        ICampaign campaign = _propose(ida, shares);
        _least(omar, address(campaign), abi.encodeCall(ICampaign.reject, ("no")));
        campaign = _propose(ida, shares);
        _least(ida, address(campaign), abi.encodeCall(ICampaign.disclose, (255, "hash")));
        _setRule("late-money", 0, 20);
        _setRule("R15", 0, 1 << 255);
        _setRule("R1", 0, 1_000_000_000);
        _least(omar, address(campaign), _approveCall(campaign));
        _least(ida, address(campaign), abi.encodeCall(ICampaign.publishUpdate, ("hash")));
        _least(tan, tan, _mintUnitsCall(shares, address(campaign), MAXIMUM, "units"));
        _least(ida, address(campaign), abi.encodeCall(ICampaign.cancel, ("later")));
    }

    /// @dev Late money that reaches the maximum: an intent is spent, and the campaign closes.
    function test_late_pledge_that_closes() external {
        _setRule("late-money", 0, 1);
        ICampaign campaign = _live();
        campaign.intend(campaign.intentOf(ivan, MAXIMUM, MAXIMUM));
        vm.warp(campaign.terms().closesAt);
        bytes memory mint = abi.encodeWithSignature(
            "mint(address,uint256,bytes32,uint64)", ivan, MAXIMUM * PRICE, bytes32("r"), uint64(block.timestamp - 1)
        );
        _do(tan, tan, mint);
        campaign.showDeposit(ivan, "r");
        _least(ivan, address(campaign), ringgit, MAXIMUM * PRICE, _pledgeCall(MAXIMUM, MAXIMUM));
        _least(ida, address(campaign), abi.encodeCall(ICampaign.adverseNotice, ("change")));
    }

    function test_pledge_that_closes() external {
        ICampaign campaign = _live();
        _deposit(ivan, MAXIMUM * PRICE);
        _least(ivan, address(campaign), ringgit, MAXIMUM * PRICE, _pledgeCall(MAXIMUM, MAXIMUM));
        _least(ivan, address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()));
    }

    function test_opening_a_book() external {
        _setRule("R20", 0, 1);
        _setRule(bytes32("R20") | bytes32(uint256(uint160(omar))), 0, 1);
        bytes memory call = abi.encodeCall(
            IBookOffice.open, (shares, ringgit, 1, type(uint16).max, IBookEvents.Form.Auction, address(0))
        );
        _least(omar, bookTemplate, call);
    }

    function test_faces() external {
        _deposit(ivan, 1_000);
        _least(ivan, ringgit, ringgit, 10, abi.encodeWithSignature("transfer(address,uint256)", ida, 10));
        _least(ivan, ringgit, abi.encodeWithSignature("approve(address,uint256)", iris, type(uint256).max));
        _least(iris, ringgit, abi.encodeWithSignature("transferFrom(address,address,uint256)", ivan, omar, 10));
        _least(ivan, shares, abi.encodeWithSignature("setApprovalForAll(address,bool)", iris, true));
    }

    function test_certificates() external {
        (, uint256 id) = _settledLater();
        _least(ivan, shares, abi.encodeWithSignature("approve(address,uint256)", iris, id));
        _least(ivan, shares, shares, 1_500, abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", ivan, ida, id));
        _least(ida, shares, shares, 1_500, abi.encodeWithSignature("transferFrom(address,address,uint256)", ida, omar, id));
    }

    function _settledLater() private returns (ICampaign campaign, uint256 id) {
        campaign = _live();
        _depositAndPledge(ivan, campaign, 1_500);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        vm.warp(block.timestamp + 60 days);
        campaign.settle(5);
        vm.warp(block.timestamp + MORATORIUM);
        id = 2;
    }
}
