// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Act, Class, Push, Role, SignedAct} from "../../src/libraries/Types.sol";
import {IReserves} from "../../src/interfaces/IReserves.sol";
import {Town} from "../Town.sol";

/// @dev What the market's acts cost: whole transactions, each on its own (everything cold), kept in contracts/gas.json.
///   make it:  forge test --match-path 'test/gas/*Prices.t.sol' --gas-snapshot-emit true
///   check it: forge test --match-path 'test/gas/*Prices.t.sol' --gas-snapshot-check true
/// forge-config: default.isolate = true
/// forge-config: prove.isolate = true
contract PricesTest is Town {
    uint256 private constant MANY = 50;
    address[] private many;

    function setUp() public override {
        super.setUp();
        _setRule("R4", 3, 1_000_000_000);
        _setRule("R4b", 3, 1_000_000_000);
    }

    function _keep(string memory name, uint256 gas) private {
        vm.snapshotValue("gas", name, gas);
    }

    /// @dev The gas of one relayed act, in a transaction of its own.
    function _price(string memory name, address door, address target, address asset, uint256 most, bytes memory call)
        private
    {
        SignedAct[] memory acts = new SignedAct[](1);
        acts[0] = _signed(door, _act(door, target, asset, most, call));
        relay.relay(acts);
        uint256 gas = vm.lastCallGas().gasTotalUsed;
        vm.assertTrue(_isSpent(acts[0]), "performed");
        _keep(name, gas);
    }

    function _isSpent(SignedAct memory s) private view returns (bool spent) {
        (, bytes memory answer) = s.door.staticcall(abi.encodeWithSignature("isNonceSpent(uint256)", s.act.nonce));
        return abi.decode(answer, (bool));
    }

    function test_onboarding() external {
        bytes memory call = _admitCall(Role.Investor, "nadia", tan, "nadia", Class.Retail, uint64(block.timestamp + 1));
        _price("admit a client", omar, omar, address(0), 0, call);
        uint256 today = (block.timestamp + 8 hours) / 1 days;
        _setRule("reserve", 0, 1);
        _price("post a reserve", tan, money, address(0), 0, abi.encodeCall(IReserves.postReserve, (200_000, today)));
        _price("mint, first to this investor", tan, tan, address(0), 0, _mintCall(ivan, 100_000, "one"));
        _price("mint, later", tan, tan, address(0), 0, _mintCall(ivan, 100_000, "two"));
        _price("ask for a withdrawal", ivan, ivan, address(0), 0, _withdrawalCall(ringgit, 50));
        _price("burn", tan, tan, address(0), 0, abi.encodeWithSignature("burn(uint256,bytes32)", 1, bytes32("out")));
        bytes32 w = bytes32(type(uint256).max);
        call = abi.encodeWithSignature(
            "anchor(bytes32,uint256,bytes32,bytes32,bytes32,bytes32,bytes32,bytes32,bytes32)", w, 1, w, w, w, w, w, w, w
        );
        _price("anchor a record, first version", ivan, records, address(0), 0, call);
    }

    function test_opening_a_campaign() external {
        _price("propose a campaign", ida, campaignTemplate, address(0), 0, _proposeCall(shares, ringgit));
        ICampaign campaign = _propose(ida, shares);
        _price("approve a campaign", omar, address(campaign), address(0), 0, abi.encodeCall(ICampaign.approve, (bytes32(0))));
        bytes memory mint = _mintUnitsCall(shares, address(campaign), MAXIMUM, "units");
        _price("mint the units of a campaign", tan, tan, address(0), 0, mint);
    }

    /// @dev Fifty investors, each with its first act, in one transaction; then each again.
    function _batch(string memory name, ICampaign campaign, uint256 units) private {
        SignedAct[] memory acts = new SignedAct[](MANY);
        for (uint256 i; i < MANY; ++i) {
            Act memory a = _act(many[i], address(campaign), ringgit, units * PRICE, _pledgeCall(units, units));
            acts[i] = _signed(many[i], a);
            acts[i].gasCap = 620_000;
        }
        relay.relay{gas: 100_000_000}(acts);
        _keep(name, uint256(vm.lastCallGas().gasTotalUsed) / MANY);
    }

    function _crowd() private returns (ICampaign campaign) {
        campaign = _live();
        for (uint256 i; i < MANY; ++i) {
            many.push(_admitClient(omar, Role.Investor, vm.toString(i), tan, Class.Sophisticated));
            _deposit(many[i], 100 * PRICE);
        }
    }

    function test_pledging_and_settling() external {
        ICampaign campaign = _crowd();
        _batch("pledge, first, one of 50 in a transaction", campaign, 20);
        _batch("pledge, later, one of 50 in a transaction", campaign, 20);
        vm.assertEq(campaign.unitsPledged(), 2_000, "all of them");
        _deposit(iris, 10 * PRICE);
        _price("pledge, first, alone", iris, address(campaign), ringgit, PRICE, _pledgeCall(1, 1));
        _coolOff(campaign);
        _push(campaign, abi.encodeCall(ICampaign.settle, (MANY)), "settle, one of 50 in a transaction");
        vm.assertEq(master.holdingOf(shares, many[MANY - 1]).units, 40, "settled");
    }

    /// @dev Half of what was asked: each of fifty gets half, and the rest back.
    function test_sharing_out_pro_rata() external {
        bytes memory call = abi.encodeCall(
            ICampaign.propose,
            (
                shares, ringgit, PRICE, 10, MANY * 10, uint64(block.timestamp + 1 days), uint64(block.timestamp + 31 days),
                "disclosure", ICampaign.Allocation.ProRata
            )
        );
        ICampaign campaign = ICampaign(_addressIn(_do(ida, campaignTemplate, call), IMasterEvents.Opened.selector, 1));
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), MANY * 10);
        vm.warp(campaign.terms().opensAt);
        for (uint256 i; i < MANY; ++i) {
            many.push(_admitClient(omar, Role.Investor, vm.toString(i), tan, Class.Sophisticated));
            _deposit(many[i], 20 * PRICE);
            _do(many[i], address(campaign), ringgit, 20 * PRICE, _pledgeCall(20, 1));
        }
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        call = abi.encodeCall(ICampaign.allocate, (type(uint64).max, address(0), MANY));
        _push(campaign, call, "allocate pro rata, one of 50 in a transaction");
        call = abi.encodeCall(ICampaign.returnExcess, (MANY));
        _push(campaign, call, "return the excess, one of 50 in a transaction");
        vm.assertEq(campaign.unitsPledged(), MANY * 10, "shared out");
    }

    function test_documents_notices_withdrawals() external {
        ICampaign campaign = _propose(ida, shares);
        bytes memory call = abi.encodeCall(ICampaign.disclose, (1, "hash"));
        _price("disclose the first document", ida, address(campaign), address(0), 0, call);
        call = abi.encodeCall(ICampaign.disclose, (2, "hash"));
        _price("disclose another document", ida, address(campaign), address(0), 0, call);
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), MAXIMUM);
        vm.warp(campaign.terms().opensAt);
        _depositAndPledge(ivan, campaign, MINIMUM);
        _depositAndPledge(iris, campaign, 1);
        call = abi.encodeCall(ICampaign.adverseNotice, ("change"));
        _price("tell an adverse change", ida, address(campaign), address(0), 0, call);
        call = abi.encodeCall(ICampaign.withdrawPledge, ());
        _price("withdraw a pledge", iris, address(campaign), address(0), 0, call);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        _keep("close a campaign", vm.lastCallGas().gasTotalUsed);
    }

    function test_refunding() external {
        ICampaign campaign = _crowd();
        _batch("pledge, first, one of 50 in a transaction", campaign, 15);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        _push(campaign, abi.encodeCall(ICampaign.refund, (MANY)), "refund, one of 50 in a transaction");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), 0, "refunded");
    }

    function _push(ICampaign campaign, bytes memory call, string memory name) private {
        Push[] memory steps = new Push[](1);
        steps[0] = Push(address(campaign), 16_000_000, call);
        relay.push{gas: 30_000_000}(steps);
        _keep(name, uint256(vm.lastCallGas().gasTotalUsed) / MANY);
    }
}
